using System.Security.Cryptography;
using CaseStudies.Server.Access;

namespace CaseStudies.Server.Pages;

/// <summary>A stylesheet or script embedded in the program, so that a page and its style always belong to the same release.</summary>
public sealed class StyleFile
{
    private readonly byte[] _content;

    private readonly string _type;

    internal StyleFile(string name, string type = "text/css")
    {
        _type = $"{type}; charset=utf-8";
        (Path, _content) = ($"/{name}", Read(name));
        Address = $"{Path}?v={Convert.ToHexStringLower(SHA256.HashData(_content))[..16]}";
    }

    /// <summary>The public route.</summary>
    public string Path { get; }

    /// <summary>The path with a digest of the content, so that browsers may keep it for ever.</summary>
    public string Address { get; }

    /// <summary>Answers <see cref="Path"/>.</summary>
    public IResult Serve(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (_type.StartsWith("text/javascript", StringComparison.Ordinal))
            ScriptPolicy.Allow(context); // a worker that keeps a page asks the server by its own policy
        // An address with another digest belongs to a page of another release; its content must not be cached under that name.
        context.Response.Headers.CacheControl = Address == $"{Path}{context.Request.QueryString}"
            ? "public, max-age=31536000, immutable"
            : "no-cache";
        return Results.Bytes(_content, _type);
    }

    private static byte[] Read(string name)
    {
        using var stream = typeof(StyleFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the program.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
