using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;
using CaseStudies.Sheets;
using CaseStudies.Server.Wording;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Exports;

/// <summary>The changes of one initiative as a file in the reader's language.</summary>
/// <param name="Period">The period of the changes; null for all days.</param>
/// <param name="Calendar">The fiscal calendar of the organisation.</param>
/// <param name="Changes">Starts again for every enumeration.</param>
internal sealed record ChangesFile(
    Slug Initiative, Period? Period, FiscalCalendar Calendar, EntryBook Book, Func<CancellationToken, IAsyncEnumerable<ChangeRecord>> Changes)
{
    /// <summary>The file asked for; null where none is.</summary>
    /// <exception cref="MalformedException">The format is unknown.</exception>
    public static ChangesFormat? FormatOf(HttpRequest request) => request.Query["format"] switch
    {
        [] when request.Query["encoding"].Count == 0 => null,
        ["xlsx"] when request.Query["encoding"].Count == 0 => new(null),
        ["csv"] => new(CsvAnswer.EncodingOf(request)),
        _ => throw new MalformedException(new(
            "format には xlsx か csv を、encoding には csv のときだけ utf-8 か cp932 を書いてください。",
            "'format' must be xlsx or csv; 'encoding' must be utf-8 or cp932, for csv only.")),
    };

    public Task<IResult> AnswerAsync(HttpContext context, ChangesFormat format)
    {
        var language = ReaderLanguage.FromRequest(context.Request);
        var (table, name) = (ChangeTable.FromFile(this, language), $"{Initiative}-changes");
        return format.Csv is { } encoding ? CsvAnswer.CreateAsync(context, table, name, encoding) : Task.FromResult(Results.Stream(
            to => XlsxWriter.WriteAsync(to, [table], new(ChangeTable.Notes(this, language), NotesFirst: true), context.RequestAborted),
            XlsxWriter.ContentType, name + ".xlsx"));
    }
}

/// <param name="Csv">The encoding of a CSV file; null: a workbook.</param>
internal sealed record ChangesFormat(CsvEncoding? Csv)
{
    public string MediaType => Csv is null ? XlsxWriter.ContentType : "text/csv";
}
