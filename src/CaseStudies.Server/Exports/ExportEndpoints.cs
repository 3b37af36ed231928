using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Jobs;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;
using CaseStudies.Sheets;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Exports;

/// <summary>Entries and figures as files for offices.</summary>
internal static class ExportEndpoints
{
    public static IServiceCollection AddExports(this IServiceCollection services) => services.AddSingleton<ExportJobs>().AddSingleton<IJobWork, ExportJob>();

    public static void MapExports(this IEndpointRouteBuilder routes)
    {
        GetChanges.Map(routes.MapGroup("/organisations/{org}").RequireAuthorization(Policies.Least(Role.Reader)).WithTags("Read"));
        var initiative = routes.MapGroup("/organisations/{org}/initiatives/{id}").RequireAuthorization(Policies.Least(Role.Reader)).WithTags("Read");
        ApiParameter[] workbook = ApiParameters.View, csv = [.. workbook, CsvAnswer.Encoding];
        Describe(initiative.MapGet("/entries.csv", (
                HttpContext context, InitiativeReader reader, HeavyWork heavy, ExportJobs jobs, string org, string id) =>
                CsvAsync(context, jobs, new(org), new(id), "entries", () => EntriesAsync(context, reader, heavy, org, id)))
                .Takes(ApiParameters.Kind).Takes(csv),
            "exportEntriesCsv", "記録(CSV) / Entries as CSV", "text/csv");
        Describe(initiative.MapGet("/entries.xlsx", (
                HttpContext context, InitiativeReader reader, HeavyWork heavy, ExportJobs jobs, string org, string id) =>
                XlsxAsync(context, jobs, new(org), new(id), "entries", () => EntriesAsync(context, reader, heavy, org, id)))
                .Takes(ApiParameters.Kind).Takes(workbook),
            "exportEntriesXlsx", "記録(Excel、種類ごとのシート) / Entries as a workbook with one sheet per kind", XlsxWriter.ContentType);
        Describe(initiative.MapGet("/figures.csv", (
                HttpContext context, InitiativeReader reader, HeavyWork heavy, ExportJobs jobs, string org, string id) =>
                CsvAsync(context, jobs, new(org), new(id), "figures", () => FiguresAsync(context, reader, heavy, org, id))).Takes(csv),
            "exportFiguresCsv", "数値(CSV) / Figures as CSV", "text/csv");
        Describe(initiative.MapGet("/figures.xlsx", (
                HttpContext context, InitiativeReader reader, HeavyWork heavy, ExportJobs jobs, string org, string id) =>
                XlsxAsync(context, jobs, new(org), new(id), "figures", () => FiguresAsync(context, reader, heavy, org, id))).Takes(workbook),
            "exportFiguresXlsx", "数値(Excel) / Figures as a workbook", XlsxWriter.ContentType);
    }

    private static void Describe(RouteHandlerBuilder route, string name, string summary, string mediaType)
    {
        route.WithName(name).Noted(SecurityEvent.Exported).WithSummary(summary)
            .Produces(200, contentType: mediaType).Produces<JobView>(StatusCodes.Status202Accepted)
            .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(429).ProducesProblem(503);
        if (mediaType == "text/csv")
            route.ProducesProblem(422);
    }

    private static async Task<Export?> EntriesAsync(
        HttpContext context, InitiativeReader reader, HeavyWork heavy, string organisation, string initiative)
    {
        var (asked, kind) = (ViewQueryReader.Read(context.Request), ViewQueryReader.Kind(context.Request));
        return await reader.ReadEntriesAsync(
            new(organisation), new(initiative), asked, context.RequestAborted, heavy.For(context, new(organisation))) is { } view
            ? Export.Entries(view, asked.Period, kind, ReaderLanguage.FromRequest(context.Request))
            : null;
    }

    private static async Task<Export?> FiguresAsync(
        HttpContext context, InitiativeReader reader, HeavyWork heavy, string organisation, string initiative) =>
        await reader.ReadAsync(new(organisation), new(initiative), ViewQueryReader.Read(context.Request), context.RequestAborted,
            heavy.For(context, new(organisation))) is { } view
            ? Export.Figures(view, ReaderLanguage.FromRequest(context.Request))
            : null;

    private static async Task<IResult> XlsxAsync(HttpContext context, ExportJobs jobs, Slug organisation, Slug initiative, string of, Func<Task<Export?>> read)
    {
        if (await read() is not { } export)
            return Problem.NotFound(context);
        return await jobs.AskAsync(context, organisation, initiative, export, InputOf(context.Request, of, workbook: true, CsvEncoding.Utf8, export))
            ?? Results.Stream(to => export.WriteXlsxAsync(to, context.RequestAborted), XlsxWriter.ContentType, export.Name + ".xlsx");
    }

    private static ExportJob.Input InputOf(HttpRequest request, string of, bool workbook, CsvEncoding encoding, Export export)
    {
        var period = AddressPeriod.Read(request);
        return new(of, workbook, encoding, export.Version, ReaderLanguage.FromRequest(request), period?.From, period?.To,
            of == "entries" ? ViewQueryReader.Kind(request)
            : null);
    }

    private static async Task<IResult> CsvAsync(HttpContext context, ExportJobs jobs, Slug organisation, Slug initiative, string of, Func<Task<Export?>> read)
    {
        var encoding = CsvAnswer.EncodingOf(context.Request);
        if (await read() is not { } export)
            return Problem.NotFound(context);
        return await jobs.AskAsync(context, organisation, initiative, export, InputOf(context.Request, of, workbook: false, encoding, export))
            ?? await CsvAnswer.CreateAsync(context, export.Tables[0], export.Name, encoding);
    }
}
