using System.Security.Cryptography;

namespace CaseStudies.Server.Pages;

/// <summary>The one stylesheet, carried in the program itself: a page and its style can never be of two releases.</summary>
public static class Stylesheet
{
    /// <summary>The route to map; anybody may read it.</summary>
    public const string Path = "/casestudies.css";

    private static readonly byte[] s_content = Read();

    /// <summary>The path with a digest of the content, so that browsers may keep it for ever.</summary>
    public static string Address { get; } = $"{Path}?v={Convert.ToHexStringLower(SHA256.HashData(s_content))[..16]}";

    /// <summary>Answers <see cref="Path"/>.</summary>
    public static IResult Serve(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        // An address with another digest is from a page of another release, and must not be kept under that name.
        context.Response.Headers.CacheControl = Address == $"{Path}{context.Request.QueryString}"
            ? "public, max-age=31536000, immutable"
            : "no-cache";
        return Results.Bytes(s_content, "text/css; charset=utf-8");
    }

    private static byte[] Read()
    {
        using var stream = typeof(Stylesheet).Assembly.GetManifestResourceStream("casestudies.css")
            ?? throw new InvalidOperationException("The stylesheet is not in the program.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
