using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Exports;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using CaseStudies.Sheets;
using NodaTime;

namespace CaseStudies.Server.Security;

/// <summary>The security log for the owners of the organisation: a page, JSON a page at a time, or one file.</summary>
internal static class GetSecurityLog
{
    private static readonly ApiParameter[] s_parameters =
    [
        new("from", "この時点以降だけ / Only at or after this time.", ApiParameters.Moment),
        new("to", "この時点より前だけ / Only before this time.", ApiParameters.Moment),
        new("event", "この種類だけ / Only of this kind.", () => ApiParameters.OneOf([.. Enum.GetValues<SecurityEvent>().Select(e => Kebab.FromEnum(e))])),
        new("format", "全部を一つのファイルで。なければ1ページずつ / Everything as one file. If omitted: one page at a time.", () => ApiParameters.OneOf("xlsx", "csv")),
        CsvAnswer.Encoding,
        new("offset", "飛ばす行の数(前のページの next) / Number of lines to skip: 'next' of the previous page.", ApiParameters.Number),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGroup("/organisations/{org}")
        .RequireAuthorization(Policies.Least(Role.Owner)).WithTags("Read")
        .MapGet("/security-log", async (HttpContext context, SecurityLogReader reader, MemberList members, string org) =>
        {
            var (request, organisation, form) = (context.Request, new Slug(org), FileFormat.Of(context.Request));
            if (AcceptFilter.Check(context, form is null ? ["text/html", "application/json"] : [form.MediaType]) is { } refused)
                return refused;
            var asked = new SecurityLogReader.Asked(ViewQueryReader.Moment(request, "from"), ViewQueryReader.Moment(request, "to"), EventIn(request));
            if (form is not null)
                return await FileAsync(context, form, token => reader.ReadAsync(organisation, asked, token));
            var offset = ViewQueryReader.Number(request, "offset") ?? 0;
            var notes = await reader.ReadAsync(organisation, asked with { Offset = offset, Limit = GetEntries.PageSize + 1 }, context.RequestAborted)
                .ToListAsync(context.RequestAborted);
            var page = new SecurityLogPage.Part(organisation, [.. notes.Take(GetEntries.PageSize)], asked.Event, offset,
                notes.Count > GetEntries.PageSize ? offset + GetEntries.PageSize : null);
            if (!Negotiation.WantsPage(request))
                return Results.Json(new Answer(page.Next, [.. page.Notes.Select(Line.FromNote)]), DomainJson.Options);
            var names = await members.NamesAsync([.. page.Notes.Select(n => n.Member).Distinct()], context.RequestAborted);
            return PageResults.Of<SecurityLogPage>(
                request, StatusCodes.Status200OK, (nameof(SecurityLogPage.Shown), page), (nameof(SecurityLogPage.Names), names));
        })
        .Noted(context => context.Request.Query["format"].Count > 0 ? SecurityEvent.Exported : null)
        .WithName("getSecurityLog").Takes(s_parameters)
        .WithSummary("安全の記録(サインイン・拒否・名前の閲覧・出力など) / The security log: sign-ins, refusals, readings of names, exports and more")
        .Produces(200, contentType: "text/html", additionalContentTypes: [XlsxWriter.ContentType, "text/csv"]).Produces<Answer>()
        .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(422).ProducesProblem(503);

    /// <param name="Next">The offset of the next page; null on the last one.</param>
    internal sealed record Answer(int? Next, IReadOnlyList<Line> Notes);

    /// <param name="By">The member's random id; null where nobody was known.</param>
    /// <param name="About">What it is about: an initiative, a person, a member, a job, or of a refusal the route.</param>
    /// <param name="From">The network address.</param>
    internal sealed record Line(Instant At, string Event, string? By, string? About, string? From, string? Trace)
    {
        public static Line FromNote(SecurityNote n) =>
            new(n.At, Kebab.FromEnum(n.Event), Given(n.Member), Given(n.About), Given(n.Address), Given(n.Trace));

        private static string? Given(string text) => text.Length > 0 ? text : null;
    }

    private static SecurityEvent? EventIn(HttpRequest request) => request.Query["event"] switch
    {
        [] => null,
        [var name] when Kebab.Find<SecurityEvent>(name) is { } found => found,
        _ => throw new MalformedException(new(
            $"event には次のどれかを一つ書いてください:{Known}。", $"'event' must be one of: {Known}.")),
    };

    private static string Known => string.Join(", ", Enum.GetValues<SecurityEvent>().Select(e => Kebab.FromEnum(e)));

    private static Task<IResult> FileAsync(HttpContext context, FileFormat form, Func<CancellationToken, IAsyncEnumerable<SecurityNote>> read)
    {
        var language = ReaderLanguage.FromRequest(context.Request);
        (LocalizedText Header, SheetColumnKind Kind, int Width, Func<SecurityNote, SheetValue> Cell)[] columns =
        [
            (new("日時", "At"), SheetColumnKind.Instant, 20, n => n.At),
            (new("出来事", "Event"), SheetColumnKind.Text, 30, n => SecurityEventNames.Of(n.Event).In(language)),
            (new("だれが", "By"), SheetColumnKind.Text, 38, n => n.Member),
            (new("対象", "About"), SheetColumnKind.Text, 38, n => n.About),
            (new("接続元", "From"), SheetColumnKind.Text, 20, n => n.Address),
            (new("追跡番号", "Trace"), SheetColumnKind.Text, 38, n => n.Trace),
        ];
        var table = new SheetTable(new LocalizedText("安全の記録", "Security log").In(language),
            [.. columns.Select(c => new SheetColumn(c.Header.In(language), c.Kind, c.Width))],
            read(context.RequestAborted).Select(n => (IReadOnlyList<SheetValue>)[.. columns.Select(c => c.Cell(n))]), DateFormat.Japan);
        return form.AnswerAsync(context, table, "security-log");
    }
}
