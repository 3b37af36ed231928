using System.Globalization;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Projections;
using CaseStudies.Sheets;
using CaseStudies.Server.Store;
using CaseStudies.Server.Telling;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Read;

/// <summary>Every change, with the answers to five questions: as JSON a page at a time, or as one file.</summary>
internal static class GetChanges
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/initiatives/{id}/changes",
            async (HttpContext context, InitiativeReader reader, OrganisationReader organisations, IVaultTexts vault, string org, string id) =>
        {
            var (asked, within, form) = (AskedQuery.Read(context.Request), Recorded.Read(context.Request), ChangesFile.FormOf(context.Request));
            var offset = AskedQuery.Number(context.Request, "offset") ?? 0;
            if (await reader.RowsAsync(new(org), new(id), asked, context.RequestAborted) is not { } known)
                return Problem.NotFound(context);
            var teller = new ChangeTeller(vault, new(org), known);
            var changes = ChangeLog.Of(known.Rows, known.Frontier)
                .Where(c => (asked.Period is not { } p || c.HappenedWithin(p.From, p.To)) && within.Holds(c.RecordedAt));
            return form is { } file
                ? await ChangesFile.AnswerAsync(context, new(new(org), new(id), asked.Period,
                    await organisations.CalendarAsync(new(org), context.RequestAborted), known.Book, ct => teller.TellAsync(changes, ct)), file)
                : Results.Json(await Page.OfAsync(known.Book, [.. changes], offset, teller, context.RequestAborted), DomainJson.Options);
        })
        .WithName("getChanges").WithSummary("変更の一覧(どの記録が、何から何へ、いつ、誰が、なぜ) / Changes: which entry, from what to what, when, by whom, why")
        .Produces<Page>().Produces(200, contentType: XlsxWriter.ContentType, additionalContentTypes: "text/csv")
        .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);

    /// <param name="Next">The offset of the next page; null on the last one.</param>
    internal sealed record Page(int Frontier, int Total, int? Next, IReadOnlyList<string> Problems, IReadOnlyList<ChangeRecord> Changes)
    {
        public static async Task<Page> OfAsync(EntryBook book, IReadOnlyList<LoggedChange> changes, int offset, ChangeTeller teller,
            CancellationToken cancellation) => new(
            book.Frontier, changes.Count, changes.Count - GetEntries.PageSize > offset ? offset + GetEntries.PageSize : null, book.Problems,
            await teller.TellAsync(changes.Skip(offset).Take(GetEntries.PageSize), cancellation).ToListAsync(cancellation));
    }

    /// <summary>Keeps the changes recorded at or after one time and before another.</summary>
    private sealed record Recorded(Instant? From, Instant? To)
    {
        public static Recorded Read(HttpRequest request) => new(AskedQuery.Moment(request, "recordedFrom"), AskedQuery.Moment(request, "recordedTo"));

        public bool Holds(Instant at) => (From is not { } from || at >= from) && (To is not { } to || at < to);
    }
}
