using CaseStudies.Server.Problems;
using CaseStudies.Sheets;

namespace CaseStudies.Server.Exports;

/// <summary>The file in which a table was asked for.</summary>
/// <param name="Csv">The encoding of a CSV file; null: a workbook.</param>
internal sealed record FileFormat(CsvEncoding? Csv)
{
    public string MediaType => Csv is null ? XlsxWriter.ContentType : "text/csv";

    /// <summary>Null where no file is asked for.</summary>
    /// <exception cref="MalformedException">The format is unknown.</exception>
    public static FileFormat? Of(HttpRequest request) => request.Query["format"] switch
    {
        [] when request.Query["encoding"].Count == 0 => null,
        ["xlsx"] when request.Query["encoding"].Count == 0 => new((CsvEncoding?)null),
        ["csv"] => new(CsvAnswer.EncodingOf(request)),
        _ => throw new MalformedException(new(
            "format には xlsx か csv を、encoding には csv のときだけ utf-8 か cp932 を書いてください。",
            "'format' must be xlsx or csv; 'encoding' must be utf-8 or cp932, for csv only.")),
    };

    /// <param name="name">Without its ending.</param>
    /// <param name="workbook">What a workbook has besides the table.</param>
    public Task<IResult> AnswerAsync(HttpContext context, SheetTable table, string name, XlsxOptions? workbook = null) => Csv is { } encoding
        ? CsvAnswer.CreateAsync(context, table, name, encoding)
        : Task.FromResult(Results.Stream(
            to => XlsxWriter.WriteAsync(to, [table], workbook, context.RequestAborted), XlsxWriter.ContentType, name + ".xlsx"));
}
