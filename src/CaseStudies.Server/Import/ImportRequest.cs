using System.Globalization;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Problems;
using CaseStudies.Sheets;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace CaseStudies.Server.Import;

/// <summary>Reads a file sent as <c>multipart/form-data</c>: a part <c>file</c> and an optional part <c>mapping</c>, in any order.</summary>
/// <remarks>Each part is read as a stream into a temporary file. Form binding would buffer the whole form and demand an antiforgery token.</remarks>
internal static class ImportRequest
{
    /// <summary>The file and the other parts. The server refuses a longer body.</summary>
    public static readonly long MaximumBytes = SheetLimits.Default.FileBytes + (2 << 20);

    private const int MaximumParts = 10, LongestName = 255, LongestField = 4096;

    /// <param name="fields">Takes the other fields, of the form of a page; null: there may be none.</param>
    /// <exception cref="ImportRefusedException">There is no file.</exception>
    /// <exception cref="SheetRefusedException">The file is refused.</exception>
    public static async Task<(ImportFile File, ImportOptions Asked)> ReadAsync(
        HttpRequest request, CancellationToken cancellation, IDictionary<string, string>? fields = null)
    {
        var mostParts = MaximumParts + (fields is null ? 0 : ImportMapping.MaximumColumns);
        var asked = new ImportOptions(null, Key(request), Kind(request), After(request), AddressPeriod.Read(request));
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.MediaType != "multipart/form-data"
            || HeaderUtilities.RemoveQuotes(type.Boundary).Value is not { Length: > 0 and <= 200 } boundary)
            throw new ImportRefusedException(ImportRefusals.NoForm());
        var (reader, file) = (new MultipartReader(boundary, request.Body) { BodyLengthLimit = MaximumBytes }, (ImportFile?)null);
        try
        {
            for (var parts = 0; await reader.ReadNextSectionAsync(cancellation) is { } section; parts++)
            {
                if (parts == mostParts)
                    throw Malformed();
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var part))
                    throw Malformed();
                switch (HeaderUtilities.RemoveQuotes(part.Name).Value)
                {
                    // A browser sends the part also where no file was chosen.
                    case "file" when fields is not null && HeaderUtilities.RemoveQuotes(part.FileName).Length == 0 && !part.FileNameStar.HasValue:
                        break;
                    case "file" when file is null:
                        file = await ImportFile.OpenAsync(section.Body, NameOf(part), cancellation);
                        break;
                    case "mapping" when asked.Mapping is null:
                        asked = asked with { Mapping = await MappingAsync(section.Body, cancellation) };
                        break;
                    case { Length: > 0 and <= LongestName } name when fields is not null
                        && await FieldAsync(section.Body, cancellation) is { } text && fields.TryAdd(name, text):
                        break;
                    default:
                        throw Malformed();
                }
            }

            return (file ?? throw new ImportRefusedException(ImportRefusals.NoFile()), asked);
        }
        catch (Exception e)
        {
            file?.Dispose();
            if (e is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
                throw FileRefusals.TooLarge(SheetLimits.Default.FileBytes);
            // The body was cut off, or is not multipart.
            if (e is InvalidDataException or IOException and not BadHttpRequestException)
                throw Malformed();
            throw;
        }
    }

    /// <exception cref="JsonException">It is no mapping.</exception>
    public static ImportMapping Mapping(System.Text.Json.Nodes.JsonObject body) => ContractValidator.Read<ImportMapping>(body);

    private static async Task<ImportMapping?> MappingAsync(Stream body, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int got; (got = await body.ReadAsync(buffer, cancellation)) > 0;)
        {
            if (bytes.Length + got > JsonBodyReader.MaximumBytes)
                throw new MalformedException(new("対応表は 1 MiB までです。", "A mapping can have at most 1 MiB."));
            bytes.Write(buffer, 0, got);
        }

        return bytes.Length == 0 ? null : Mapping(JsonBodyReader.Parse(bytes.ToArray()));
    }

    /// <returns>Null: it is too long.</returns>
    private static async Task<string?> FieldAsync(Stream body, CancellationToken cancellation)
    {
        var bytes = new byte[LongestField + 1];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return length > LongestField ? null : System.Text.Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static string NameOf(ContentDispositionHeaderValue part)
    {
        var name = HeaderUtilities.RemoveQuotes(part.FileNameStar.HasValue ? part.FileNameStar : part.FileName).Value ?? "";
        name = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        if (name.Length > LongestName)
            name = name[^LongestName..];
        return PublicText.Unstorable(name, LongestName) is null ? name : "file";
    }

    private static Slug? Key(HttpRequest request) => request.Query["mapping"] is [{ Length: > 0 } key] ? new Slug(key) : null;

    private static ImportKind? Kind(HttpRequest request) => request.Query["kind"] switch
    {
        [] or [""] => null,
        [var text] when Kebab.Find<ImportKind>(text) is { } kind => kind,
        _ => throw new MalformedException(
            new("kind は attendance、headcounts、events、survey のどれかです。", "'kind' must be attendance, headcounts, events or survey.")),
    };

    private static Place? After(HttpRequest request) => request.Query["after"] switch
    {
        [] => null,
        [var text] when text?.Split(':') is [var sheet,
            var row] && int.TryParse(sheet, NumberStyles.None, CultureInfo.InvariantCulture, out var s)
                && int.TryParse(row, NumberStyles.None, CultureInfo.InvariantCulture, out var r) => new(s, r),
        _ => throw new MalformedException(new("after には、前の応答の next をそのまま書いてください。", "'after' must be the 'next' of the previous answer.")),
    };

    private static MalformedException Malformed() => new(new(
        "multipart/form-data として読めません。file(ファイル)と、あれば mapping(対応表の JSON)を一つずつ入れてください。",
        "This cannot be read as multipart/form-data. Send one 'file' and, if there is one, one 'mapping' in JSON."));
}
