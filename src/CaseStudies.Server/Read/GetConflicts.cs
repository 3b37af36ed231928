using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>Entries that contradict each other, the figures that wait for it, and where a person settles it.</summary>
internal static class GetConflicts
{
    private static readonly PublicText s_settle = new(
        "正しい記録を残し、ほかを一つの変更(changes)で取り消してください。別々に数えたものなら、部分(part)を付けて訂正してください。どの記録にも、ここにある version を添えます。",
        "Keep the entry that is right and withdraw the others in one change. If they were counted apart, correct them and name their part. Give each entry's version as it stands here.");

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/initiatives/{id}/conflicts", async (HttpContext context, InitiativeReader reader, string org, string id) =>
        {
            var view = await reader.ReadAsync(new(org), new(id), AskedQuery.Read(context.Request), context.RequestAborted);
            return view is null ? Problem.NotFound(context) : ReadEndpoints.Answer(context, pages => pages.Conflicts(view), () => Page.Of(view));
        })
        .WithName("getConflicts").Takes(ApiParameters.View)
        .WithSummary("食い違っていて、決着が要る記録 / Entries that contradict each other, to be settled")
        .Produces<Page>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(404);

    /// <param name="Settle">How, and where to.</param>
    /// <param name="Problems">Why there may be more than can be read.</param>
    internal sealed record Page(int Frontier, IReadOnlyList<string> Problems, PublicText Settle, string Changes, IReadOnlyList<Line> Conflicts)
    {
        public static Page Of(InitiativeView view) => new(
            view.Book.Frontier, view.Book.Problems, s_settle, $"/organisations/{view.Organisation}/initiatives/{view.Initiative}/changes",
            [.. Domain.Entries.Conflicts.In(view.Book).Select(c => Line.Of(c, view.Figures))]);
    }

    /// <param name="Figures">Those of the period that cannot be told exactly because of it.</param>
    internal sealed record Line(string Kind, LocalDate OccurredOn, IReadOnlyList<Slug> Figures, IReadOnlyList<Rival> Entries)
    {
        public static Line Of(Conflict conflict, ImmutableArray<Figure> figures) => new(
            conflict.Kind, conflict.On, [.. Waiting(conflict, figures).Select(f => f.Indicator)], [.. conflict.Entries.Select(Rival.Of)]);
    }

    /// <summary>The figures that cannot be told exactly because of the conflict.</summary>
    public static IEnumerable<Figure> Waiting(Conflict conflict, ImmutableArray<Figure> figures)
    {
        var rivals = conflict.Entries.Select(e => e.Id).ToHashSet();
        return figures.Where(f => IsContested(f, rivals));
    }

    /// <summary>Contested or blocked, or held against something that is, and it counts more than one of the rivals at once.</summary>
    private static bool IsContested(Figure figure, HashSet<EntryId> rivals) =>
        figure.Comparisons.Select(c => c.Status).Append(figure.Status).Any(s => s is FigureStatus.Contested or FigureStatus.Blocked)
        && figure.Derivation.Parts.Any(p => p.Counted.Count(c => rivals.Contains(c.Entry)) > 1);

    /// <param name="Quantity">The number that it states; absent where it states none.</param>
    internal sealed record Rival(EntryId Entry, int Version, CommandId? Command, SubjectId By, Instant RecordedAt, string Source, int? Quantity, InitiativeFact Fact)
    {
        public static Rival Of(Entry e) => new(
            e.Id, e.Version, e.Command, e.By, e.RecordedAt, e.Source, e.Fact switch { ParticipantsCounted c => c.Count, SurveyTallied t => t.Respondents, _ => null }, e.Fact);
    }
}
