using System.Security.Cryptography;

namespace CaseStudies.Server.Pages;

/// <summary>A stylesheet, carried in the program itself: a page and its style can never be of two releases.</summary>
public sealed class StyleFile
{
    private readonly byte[] _content;

    internal StyleFile(string name)
    {
        (Path, _content) = ($"/{name}", Read(name));
        Address = $"{Path}?v={Convert.ToHexStringLower(SHA256.HashData(_content))[..16]}";
    }

    /// <summary>The route to map; anybody may read it.</summary>
    public string Path { get; }

    /// <summary>The path with a digest of the content, so that browsers may keep it for ever.</summary>
    public string Address { get; }

    /// <summary>Answers <see cref="Path"/>.</summary>
    public IResult Serve(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        // An address with another digest is from a page of another release, and must not be kept under that name.
        context.Response.Headers.CacheControl = Address == $"{Path}{context.Request.QueryString}"
            ? "public, max-age=31536000, immutable"
            : "no-cache";
        return Results.Bytes(_content, "text/css; charset=utf-8");
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(StyleFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException("The stylesheet is not in the program.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
