using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;
using CaseStudies.Sheets;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Import;

/// <summary>Template sheets to download.</summary>
internal static class TemplateEndpoint
{
    private static readonly ApiParameter[] s_parameters =
    [
        new("fact", "events のとき、記録の種類 / For events: the kind of fact."),
        new("instrument", "survey のとき、調査票のキー(省けば最新) / For a survey: the key of the instrument. If omitted, the latest."),
        new("version", "survey のとき、調査票の版 / For a survey: the instrument's version."),
        new("wave", "survey のとき、調査の時点 / For a survey: the wave."),
    ];

    public static void Map(IEndpointRouteBuilder initiative) => initiative
        .MapGet("/templates/{kind}.xlsx", async (HttpContext context, InitiativeReader reader, string org, string id, string kind) =>
        {
            var view = await reader.ReadEntriesAsync(new(org), new(id), new(), context.RequestAborted);
            if (view is null || TablesOf(view.Book, kind, context.Request) is not var (tables, options))
            {
                await Problem.NotFound(context).ExecuteAsync(context);
                return;
            }

            context.Response.ContentType = XlsxWriter.ContentType;
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"{id}-{kind}.xlsx\"";
            await XlsxWriter.WriteAsync(context.Response.Body, tables, options, context.RequestAborted);
        })
        .WithName("getTemplate").Takes(s_parameters)
        .WithSummary("記入用のひな型(対応表なしで取り込める) / A template that can be imported without a mapping: attendance, headcounts, survey or events")
        .Produces(200, null, XlsxWriter.ContentType).ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404);

    private static (IReadOnlyList<SheetTable>, XlsxOptions)? TablesOf(EntryBook book, string kind, HttpRequest request)
    {
        if (book.InForce<InitiativeOpened>().FirstOrDefault() is not { } opened)
            return null;
        var words = new Vocabulary(book);
        var templates = new Templates(words, opened.On, book.AsOf ?? opened.On, ReaderLanguage.FromRequest(request));
        var tables = kind switch
        {
            "headcounts" => templates.Headcounts(),
            "attendance" => templates.Attendance(),
            "events" => MappingRules.MayList(Asked(request, "fact") ?? "consultation_received")
                ? templates.Events(Asked(request, "fact") ?? "consultation_received")
                : [],
            "survey" => InstrumentOf(words, request) is { } instrument
                ? templates.Survey(instrument, Asked(request, "wave") is { } wave ? new(wave) : new("once"))
                : [],
            _ => [],
        };
        return tables.Count == 0 ? null : (tables, templates.Options);
    }

    /// <summary>The named instrument, or else the newest.</summary>
    private static SurveyIntroduced? InstrumentOf(Vocabulary words, HttpRequest request) => words.Instruments
        .Where(i => (Asked(request, "instrument") is not { } key || i.Instrument == new Slug(key))
            && (ViewQueryReader.Number(request, "version") is not { } version || i.Version == version))
        .OrderByDescending(i => i.On).ThenByDescending(i => i.Version).FirstOrDefault();

    private static string? Asked(HttpRequest request, string name) => request.Query[name] is [{ Length: > 0 } value] ? value : null;
}
