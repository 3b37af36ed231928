using CaseStudies.Domain;
using CaseStudies.Server.Access;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;
using CaseStudies.Sheets;
using CaseStudies.Server.Telling;

namespace CaseStudies.Server.Exports;

/// <summary>Entries and figures as files for offices.</summary>
internal static class ExportEndpoints
{
    private static readonly string[] s_cp932 = ["cp932", "shift_jis", "shift-jis", "windows-31j", "ms932"];

    public static void MapExports(this IEndpointRouteBuilder routes)
    {
        var initiative = routes.MapGroup("/organisations/{org}/initiatives/{id}").RequireAuthorization(Policies.Member).WithTags("Read");
        Describe(initiative.MapGet("/entries.csv",
            (HttpContext context, InitiativeReader reader, string org, string id) => CsvAsync(context, () => EntriesAsync(context, reader, org, id))),
            "exportEntriesCsv", "記録(CSV) / Entries as CSV", "text/csv");
        Describe(initiative.MapGet("/entries.xlsx",
            (HttpContext context, InitiativeReader reader, string org, string id) => XlsxAsync(context, () => EntriesAsync(context, reader, org, id))),
            "exportEntriesXlsx", "記録(Excel、種類ごとのシート) / Entries as a workbook with one sheet per kind", XlsxWriter.ContentType);
        Describe(initiative.MapGet("/figures.csv",
            (HttpContext context, InitiativeReader reader, string org, string id) => CsvAsync(context, () => FiguresAsync(context, reader, org, id))),
            "exportFiguresCsv", "数値(CSV) / Figures as CSV", "text/csv");
        Describe(initiative.MapGet("/figures.xlsx",
            (HttpContext context, InitiativeReader reader, string org, string id) => XlsxAsync(context, () => FiguresAsync(context, reader, org, id))),
            "exportFiguresXlsx", "数値(Excel) / Figures as a workbook", XlsxWriter.ContentType);
    }

    private static void Describe(RouteHandlerBuilder route, string name, string summary, string mediaType)
    {
        route.WithName(name).WithSummary(summary).Produces(200, contentType: mediaType).ProducesProblem(400).ProducesProblem(401).ProducesProblem(403)
            .ProducesProblem(404);
        if (mediaType == "text/csv")
            route.ProducesProblem(422);
    }

    private static async Task<Export?> EntriesAsync(HttpContext context, InitiativeReader reader, string organisation, string initiative)
    {
        var (asked, kind) = (AskedQuery.Read(context.Request), AskedQuery.Kind(context.Request));
        return await reader.ReadEntriesAsync(new(organisation), new(initiative), asked, context.RequestAborted) is { } view
            ? Export.Entries(view, asked.Period, kind, ReaderLanguage.Of(context.Request))
            : null;
    }

    private static async Task<Export?> FiguresAsync(HttpContext context, InitiativeReader reader, string organisation, string initiative) =>
        await reader.ReadAsync(new(organisation), new(initiative), AskedQuery.Read(context.Request), context.RequestAborted) is { } view
            ? Export.Figures(view, ReaderLanguage.Of(context.Request))
            : null;

    private static async Task<IResult> XlsxAsync(HttpContext context, Func<Task<Export?>> read) => await read() is { } export
        ? Results.Stream(to => export.WriteXlsxAsync(to, context.RequestAborted), XlsxWriter.ContentType, export.Name + ".xlsx")
        : Problem.NotFound(context);

    private static async Task<IResult> CsvAsync(HttpContext context, Func<Task<Export?>> read)
    {
        var encoding = Encoding(context.Request);
        if (await read() is not { } export)
            return Problem.NotFound(context);
        if (encoding == CsvEncoding.Cp932 && await export.LackingAsync(context.RequestAborted) is { Total: > 0 } report)
        {
            var refused = SheetRefusals.Cp932Lacks(report);
            return Problem.Of(refused.Code, StatusCodes.Status422UnprocessableEntity, refused.Sentence.ToPublicText(), context,
                more: new Dictionary<string, object?> { ["total"] = report.Total, ["lacks"] = report.Lacks });
        }

        return Results.Stream(to => export.WriteCsvAsync(to, encoding, context.RequestAborted), CsvWriter.ContentType(encoding), export.Name + ".csv");
    }

    private static CsvEncoding Encoding(HttpRequest request) => request.Query["encoding"] switch
    {
        [] or ["utf-8"] => CsvEncoding.Utf8,
        [{ } name] when s_cp932.Contains(name, StringComparer.OrdinalIgnoreCase) => CsvEncoding.Cp932,
        _ => throw new MalformedException(new("encoding には utf-8 か cp932 を一つ書いてください。", "'encoding' must be utf-8 or cp932.")),
    };
}
