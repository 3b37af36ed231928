using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace CaseStudies.Server.OpenApi;

/// <summary>A public answer that stays the same until the program ends. It is made and compressed once, and a reader who has it already is told so.</summary>
internal sealed class KeptAnswer
{
    private readonly string _mediaType;
    private readonly EntityTagHeaderValue _tag;
    private readonly byte[] _plain;

    /// <summary>The smallest first.</summary>
    private readonly (string Name, byte[] Bytes)[] _compressed;

    public KeptAnswer(byte[] content, string mediaType)
    {
        (_plain, _mediaType) = (content, mediaType);
        // Weak, because one tag stands for the same content in every compression.
        _tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"", isWeak: true);
        _compressed =
        [
            ("br", Compressed(content, s => new BrotliStream(s, CompressionLevel.Optimal))),
            ("gzip", Compressed(content, s => new GZipStream(s, CompressionLevel.Optimal))),
        ];
    }

    /// <param name="chosenBy">The headers of the request, besides the compression, by which this answer was chosen.</param>
    public IResult To(HttpContext context, params string[] chosenBy)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-cache"; // to be kept, and asked for again
        headers.AppendCommaSeparatedValues(HeaderNames.Vary, [.. chosenBy, HeaderNames.AcceptEncoding]);
        var (name, bytes) = Array.Find(_compressed, c => Accepts(context.Request, c.Name));
        if (name is not null)
            headers.ContentEncoding = name;
        return Results.Bytes(bytes ?? _plain, _mediaType, entityTag: _tag);
    }

    private static bool Accepts(HttpRequest request, string compression) =>
        StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out var accepted)
        && accepted.Any(a => a.Quality is not 0 && a.Value.Equals(compression, StringComparison.OrdinalIgnoreCase));

    private static byte[] Compressed(byte[] content, Func<Stream, Stream> compressor)
    {
        using var bytes = new MemoryStream();
        using (var stream = compressor(bytes))
            stream.Write(content);
        return bytes.ToArray();
    }
}
