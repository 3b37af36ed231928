using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>The entries with the interval in which each was in force; oldest first, one page at a time.</summary>
internal static class GetEntries
{
    public const int PageSize = 100;

    private static readonly ApiParameter[] s_places =
    [
        new("offset", "飛ばす記録の数(前のページの next) / Number of entries to skip: 'next' of the previous page.", ApiParameters.Number),
        new("page", "ブラウザーのページの番号 / Number of the page in a browser.", ApiParameters.Number),
    ];

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/initiatives/{id}/entries", async (HttpContext context, InitiativeReader reader, string org, string id) =>
        {
            var (kind, offset, page) = (ViewQueryReader.Kind(context.Request), ViewQueryReader.Number(context.Request, "offset"),
                ViewQueryReader.Number(context.Request, "page"));
            var view = await reader.ReadEntriesAsync(new(org), new(id), ViewQueryReader.Read(context.Request), context.RequestAborted);
            return view is null
                ? Problem.NotFound(context)
                : ReadEndpoints.Answer(context, pages => pages.Entries(view, kind, page ?? 1), () => Page.FromBook(view.Book, kind, offset ?? 0));
        })
        .WithName("getEntries").ShownByGrant(GrantLevel.Entries).Takes(ApiParameters.View).Takes(ApiParameters.Kind).Takes(s_places)
        .WithSummary("記録の一覧(取り消されたものも) / Entries, in force and not").ProducesPageAnd<Page>().ProducesProblem(400)
        .ProducesProblem(401).ProducesProblem(403).ProducesProblem(404);

    /// <param name="Next">The offset of the next page; null on the last one.</param>
    internal sealed record Page(int Frontier, int Total, int? Next, IReadOnlyList<string> Problems, IReadOnlyList<Line> Entries)
    {
        public static Page FromBook(EntryBook book, string? kind, int offset)
        {
            var all = book.Listed(kind);
            return new(book.Frontier, all.Count, all.Count - PageSize > offset ? offset + PageSize : null, book.Problems,
                [.. all.Skip(offset).Take(PageSize).Select(e => new Line(
                    e.Id, e.Version, e.Command, e.Revision, e.Kind, book.OccurredOn(e.Fact), e.KnownFrom, e.KnownTo, e.InForce, e.RecordedAt, e.By, e.Source,
                    e.Origin, e.ClosedBy, e.Fact))]);
        }
    }

    /// <param name="Version">The stream version of this content, which a correction gives in If-Match.</param>
    /// <param name="Command">The command that made it, which a correction made offline gives as its basis.</param>
    /// <param name="Origin">The place in a file, for imported entries.</param>
    /// <param name="Revision">1 for the first content, 2 after one correction.</param>
    internal sealed record Line(
        EntryId Entry, int Version, CommandId? Command, int Revision, string Kind, LocalDate? OccurredOn, int KnownFrom, int? KnownTo, bool InForce,
        Instant RecordedAt, SubjectId By,
        string Source, Origin? Origin, Reason? ClosedBy, InitiativeFact Fact);
}
