using System.Globalization;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Read;
using CaseStudies.Sheets;
using CaseStudies.Server.Store;
using CaseStudies.Server.Wording;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Exports;

/// <summary>Every change, with the answers to five questions: as JSON a page at a time, or as one file.</summary>
internal static class GetChanges
{
    private static readonly ApiParameter[] s_parameters =
    [
        new("recordedFrom", "この時点以降に記録されたものだけ / Only changes recorded at or after this time.", ApiParameters.Moment),
        new("recordedTo", "この時点より前に記録されたものだけ / Only changes recorded before this time.", ApiParameters.Moment),
        new("format", "全部を一つのファイルで。なければ JSON を1ページずつ / Everything as one file. If omitted: JSON, one page at a time.",
            () => ApiParameters.OneOf("xlsx", "csv")),
        CsvAnswer.Encoding,
        new("offset", "飛ばす変更の数(前のページの next) / Number of changes to skip: 'next' of the previous page.", ApiParameters.Number),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/initiatives/{id}/changes", async (
            HttpContext context, InitiativeReader reader, HeavyWork heavy, OrganisationReader organisations, IVaultTexts vault, string org, string id) =>
        {
            var (asked, within, form) = (ViewQueryReader.Read(context.Request), Recorded.Read(context.Request), FileFormat.Of(context.Request));
            if (AcceptFilter.Check(context, [form?.MediaType ?? "application/json"]) is { } refused)
                return refused;
            var offset = ViewQueryReader.Number(context.Request, "offset") ?? 0;
            if (await reader.RowsAsync(new(org), new(id), asked, context.RequestAborted, heavy.For(context, new(org))) is not { } known)
                return Problem.NotFound(context);
            var describer = new ChangeDescriber(Caller.Of(context).MayReadPrivateTexts ? vault : null, new(org), known);
            var changes = ChangeLog.FromRows(known.Rows, known.Frontier).Where(c =>
                (asked.Period is not { } p || c.HappenedWithin(p.From, p.To)) && within.Holds(c.RecordedAt));
            if (form is null)
                return Results.Json(await Page.FromChangesAsync(known.Book, [.. changes], offset, describer, context.RequestAborted), DomainJson.Options);
            var calendar = await organisations.CalendarAsync(new(org), context.RequestAborted);
            return await new ChangesFile(new(id), asked.Period, calendar, known.Book, ct => describer.DescribeAsync(changes, ct)).AnswerAsync(context, form);
        })
        .WithName("getChanges").Noted(SecurityEvent.Exported).Takes(ApiParameters.View).Takes(s_parameters)
        .WithSummary("変更の一覧(どの記録が、何から何へ、いつ、誰が、なぜ) / Changes: which entry, from what to what, when, by whom, why")
        .Produces(200, contentType: XlsxWriter.ContentType, additionalContentTypes: "text/csv").Produces<Page>()
        .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(422).ProducesProblem(503);

    /// <param name="Next">The offset of the next page; null on the last one.</param>
    internal sealed record Page(int Frontier, int Total, int? Next, IReadOnlyList<string> Problems, IReadOnlyList<ChangeRecord> Changes)
    {
        public static async Task<Page> FromChangesAsync(
            EntryBook book, IReadOnlyList<LoggedChange> changes, int offset, ChangeDescriber describer, CancellationToken cancellation) => new(
            book.Frontier, changes.Count, changes.Count - GetEntries.PageSize > offset ? offset + GetEntries.PageSize : null, book.Problems,
            await describer.DescribeAsync(changes.Skip(offset).Take(GetEntries.PageSize), cancellation).ToListAsync(cancellation));
    }

    /// <summary>Keeps the changes recorded at or after one time and before another.</summary>
    private sealed record Recorded(Instant? From, Instant? To)
    {
        public static Recorded Read(HttpRequest request) => new(ViewQueryReader.Moment(request, "recordedFrom"), ViewQueryReader.Moment(request, "recordedTo"));

        public bool Holds(Instant at) => (From is not { } from || at >= from) && (To is not { } to || at < to);
    }
}
