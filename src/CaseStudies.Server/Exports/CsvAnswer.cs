using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Wording;
using CaseStudies.Sheets;

namespace CaseStudies.Server.Exports;

/// <summary>A table as a CSV answer: in which encoding, and what is said where CP932 cannot hold it.</summary>
internal static class CsvAnswer
{
    /// <summary>As the endpoints declare it.</summary>
    public static readonly ApiParameter Encoding = new(
        "encoding", "CSV の文字コード。UTF-8(BOM 付き)か CP932(Shift_JIS)。CP932 にない文字は置き換えず、422 で知らせる / "
        + "Encoding of a CSV file: UTF-8 with a byte order mark, or CP932 (Shift_JIS). Characters that CP932 lacks are reported with 422, never replaced.",
        () => ApiParameters.OneOf("utf-8", "cp932"));

    private static readonly string[] s_cp932 = ["cp932", "shift_jis", "shift-jis", "windows-31j", "ms932"];

    /// <exception cref="MalformedException">There is no such encoding.</exception>
    public static CsvEncoding EncodingOf(HttpRequest request) => request.Query["encoding"] switch
    {
        [] or ["utf-8"] => CsvEncoding.Utf8,
        [{ } name] when s_cp932.Contains(name, StringComparer.OrdinalIgnoreCase) => CsvEncoding.Cp932,
        _ => throw new MalformedException(new("encoding には utf-8 か cp932 を一つ書いてください。", "'encoding' must be utf-8 or cp932.")),
    };

    /// <param name="name">Without its ending.</param>
    public static async Task<IResult> CreateAsync(HttpContext context, SheetTable table, string name, CsvEncoding encoding)
    {
        // Once the answer has begun, a refusal could only cut it off.
        if (encoding == CsvEncoding.Cp932 && await CsvWriter.LackingAsync(table, context.RequestAborted) is { Total: > 0 } report)
        {
            var more = new Dictionary<string, object?> { ["total"] = report.Total, ["lacks"] = report.Lacks };
            return Problem.Create(SheetCodes.Cp932Lacks, StatusCodes.Status422UnprocessableEntity, SheetRefusals.Cp932Lacks(report).Sentence.ToPublicText(),
                context, more: more);
        }

        return Results.Stream(to => CsvWriter.WriteAsync(to, table, encoding, context.RequestAborted), CsvWriter.ContentType(encoding), name + ".csv");
    }
}
