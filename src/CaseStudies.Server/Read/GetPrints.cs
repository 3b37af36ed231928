using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Store;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>Prints for the next session. They contain names from the vault, so the answers must not be cached.</summary>
internal static class GetPrints
{
    private static readonly ApiParameter[] s_parameters =
    [
        new("strand", "この活動に登録されている人。省けばすべて / People enrolled in this strand. If omitted: in any strand.", ApiParameters.Text<Slug>),
        new("on", "開催日。省けば次の予定日か今日 / Date of the session. If omitted: the next planned date, or today.", ApiParameters.Text<LocalDate>),
    ];

    public static void Map(IEndpointRouteBuilder routes)
    {
        Describe(routes.MapGet("/initiatives/{id}/attendance-sheet", (
            HttpContext context, InitiativeReader reader, RosterReader rosters, string org, string id) =>
            AnswerAsync(context, reader, rosters, org, id, (pages, roster) => pages.AttendanceSheet(roster)))).WithName("printAttendanceSheet")
                .WithSummary("出席表を印刷する / Attendance sheet to print");
        Describe(routes.MapGet("/initiatives/{id}/cards", (HttpContext context, InitiativeReader reader, RosterReader rosters, string org, string id) =>
            AnswerAsync(context, reader, rosters, org, id, (pages, roster) => pages.Cards(roster)))).WithName("printCards")
                .WithSummary("参加証を印刷する / Participation cards to print");
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder route) => route.RequireAuthorization(Policies.Least(Role.Recorder)).Takes(s_parameters)
        .Produces(200, contentType: "text/html").ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404);

    private static async Task<IResult> AnswerAsync(
        HttpContext context, InitiativeReader reader, RosterReader rosters, string organisation, string initiative, Func<IPages, Roster, IResult> page)
    {
        var (strand, on) = (Strand(context.Request), On(context.Request));
        if (await reader.ReadEntriesAsync(new(organisation), new(initiative), new(), context.RequestAborted) is not { } view
            || (strand is not null && !view.Book.InForce<StrandStarted>().Any(s => s.Strand == strand)))
            return Problem.NotFound(context);
        context.Response.Headers.CacheControl = "no-store";
        var roster = await rosters.ReadAsync(view, strand, on ?? Next(view.Book, strand), context.RequestAborted);
        return page(context.RequestServices.GetRequiredService<PagesFor>()(context.Request), roster);
    }

    /// <summary>The date of the next planned session, or today.</summary>
    private static LocalDate Next(EntryBook book, Slug? strand)
    {
        var today = book.AsOf ?? book.LastDay ?? default;
        return book.InForce<SessionPlanned>().Where(p => p.Session is null && p.On >= today && (strand is null || p.Strand == strand))
            .Min(p => (LocalDate?)p.On) ?? today;
    }

    private static Slug? Strand(HttpRequest request) => request.Query["strand"] switch
    {
        [] or [""] => null,
        [{ } one] when Slug.IsValid(one) => new(one),
        _ => throw new MalformedException(new("strand には活動のキーを一つ書いてください(例:cafe)。", "'strand' must be the key of one strand, for example cafe.")),
    };

    private static LocalDate? On(HttpRequest request)
    {
        try
        {
            return request.Query["on"] switch { [] or [""] => null, [{ } one] => Dates.Parse(one), _ => throw new FormatException() };
        }
        catch (FormatException)
        {
            throw new MalformedException(new("on には日付を一つ、2025-12-05 のように書いてください。", "'on' must be one date, written like 2025-12-05."));
        }
    }
}
