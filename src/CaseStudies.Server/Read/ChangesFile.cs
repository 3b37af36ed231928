using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Problems;
using CaseStudies.Sheets;
using CaseStudies.Server.Telling;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Read;

/// <summary>The changes of one initiative as a file in the reader's language.</summary>
/// <param name="Period">The period of the changes; null for all days.</param>
/// <param name="Calendar">The fiscal calendar of the organisation.</param>
/// <param name="Changes">Starts again for every enumeration.</param>
internal sealed record ChangesFile(Slug Organisation, Slug Initiative, Period? Period, FiscalCalendar Calendar, EntryBook Book,
    Func<CancellationToken, IAsyncEnumerable<ChangeRecord>> Changes)
{
    internal enum Form { Xlsx, CsvUtf8, CsvCp932 }

    /// <summary>The file asked for; null where none is.</summary>
    /// <exception cref="MalformedException">The format is unknown.</exception>
    public static Form? FormOf(HttpRequest request) => ((string?)request.Query["format"], (string?)request.Query["encoding"]) switch
    {
        (null, null) => null,
        ("xlsx", null) => Form.Xlsx,
        ("csv", null or "utf-8") => Form.CsvUtf8,
        ("csv", "cp932") => Form.CsvCp932,
        _ => throw new MalformedException(new(
            "format には xlsx か csv を、encoding には csv のときだけ utf-8 か cp932 を書いてください。",
            "'format' must be xlsx or csv; 'encoding' must be utf-8 or cp932, for csv only.")),
    };

    public static async Task<IResult> AnswerAsync(HttpContext context, ChangesFile file, Form form)
    {
        var table = ChangeTable.Of(file, ReaderLanguage.Of(context.Request));
        // After the answer has begun it could only be cut off, so everything is checked first.
        if (form == Form.CsvCp932 && await CsvWriter.LackingAsync(table, context.RequestAborted) is { Total: > 0 } lacking)
            return Lacking(context, lacking);
        var (type, extension) = form == Form.Xlsx
            ? (XlsxWriter.ContentType, "xlsx")
            : (CsvWriter.ContentType(form == Form.CsvUtf8 ? CsvEncoding.Utf8 : CsvEncoding.Cp932), "csv");
        return Results.Stream(
            to => form == Form.Xlsx
                ? XlsxWriter.WriteAsync(to, [table], new(ChangeTable.Notes(file, ReaderLanguage.Of(context.Request)), NotesFirst: true), context.RequestAborted)
                : CsvWriter.WriteAsync(to, table, form == Form.CsvUtf8 ? CsvEncoding.Utf8 : CsvEncoding.Cp932, context.RequestAborted),
            type, $"{file.Initiative}-changes.{extension}");
    }

    private static IResult Lacking(HttpContext context, Cp932Report report)
    {
        var refused = SheetRefusals.Cp932Lacks(report);
        return Problem.Of(refused.Code, StatusCodes.Status422UnprocessableEntity, refused.Sentence.ToPublicText(), context,
            more: new Dictionary<string, object?> { ["lacking"] = report.Lacks });
    }
}
