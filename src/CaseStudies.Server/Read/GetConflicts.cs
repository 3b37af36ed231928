using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Access;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>Entries that contradict each other, the figures affected, and how to resolve it.</summary>
internal static class GetConflicts
{
    /// <summary>Of how many conflicts, or likely duplicates, the ways to settle them are tried in one answer. Those settled make room for the next.</summary>
    internal const int MostTried = 10;

    private static readonly PublicText s_settle = new(
        "正しい記録を残し、ほかを一つの変更(changes)で取り消してください。別々に数えたものなら、部分(part)を付けて訂正してください。"
        + "一人の回答が二つとも本当の回答なら、取り消さずに、一方を別の時点(wave)に訂正してください。どの記録にも、ここにある version を添えてください。",
        "Keep the entry that is right and withdraw the others in one change. "
        + "If they were counted separately, correct them and give each a part. "
        + "If both responses of a person are true, withdraw neither: correct one and give it another wave. State the version of each entry as shown here.");

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapView("/initiatives/{id}/conflicts", (pages, view) => pages.Conflicts(view), Page.FromView).WithName("getConflicts")
        .WithSummary("食い違っていて、どれが正しいかを決める必要のある記録 / Entries that contradict each other and must be resolved");

    /// <param name="Settle">How to resolve a conflict, and at which address.</param>
    /// <param name="Problems">Entries that cannot be read; there may be further conflicts in them.</param>
    internal sealed record Page(int Frontier, IReadOnlyList<string> Problems, PublicText Settle, string Changes, IReadOnlyList<Line> Conflicts)
    {
        public static Page FromView(InitiativeView view) => new(
            view.Book.Frontier, view.Book.Problems, s_settle, $"/organisations/{view.Organisation}/initiatives/{view.Initiative}/changes",
            [.. Domain.Entries.Conflicts.In(view.Book).Select((c, index) => Line.FromConflict(c, view, index))]);
    }

    /// <summary>What each way to settle it would do; none where the list of ways would be too long to try.</summary>
    /// <param name="index">Its place in the list.</param>
    public static ImmutableArray<Settlement> WaysToSettle(Conflict conflict, InitiativeView view, int index) => index < MostTried
        ? Settlements.Of(conflict, view.Book, view.Period, Waiting(conflict, view.Figures).Select(f => f.Indicator))
        : [];

    /// <param name="Figures">The figures of the period that have no exact value because of this conflict.</param>
    /// <param name="Ways">What each way to settle it would do to them. Tried for the first conflicts of the list.</param>
    internal sealed record Line(string Kind, LocalDate OccurredOn, IReadOnlyList<Slug> Figures, IReadOnlyList<Rival> Entries, ImmutableArray<Settlement> Ways)
    {
        public static Line FromConflict(Conflict conflict, InitiativeView view, int index) => new(
            conflict.Kind, conflict.On, [.. Waiting(conflict, view.Figures).Select(f => f.Indicator)], [.. conflict.Entries.Select(Rival.FromEntry)],
            WaysToSettle(conflict, view, index));
    }

    /// <summary>The figures that cannot be told exactly because of the conflict.</summary>
    public static IEnumerable<Figure> Waiting(Conflict conflict, ImmutableArray<Figure> figures)
    {
        var rivals = conflict.Entries.Select(e => e.Id).ToHashSet();
        return figures.Where(f => IsContested(f, rivals));
    }

    /// <summary>The figure, or one it is compared with, is contested or blocked, and it counts more than one of the rival entries.</summary>
    private static bool IsContested(Figure figure, HashSet<EntryId> rivals) =>
        figure.Comparisons.Select(c => c.Status).Append(figure.Status).Any(s => s is FigureStatus.Contested or FigureStatus.Blocked)
        && figure.Derivation.Parts.Any(p => p.Counted.Count(c => rivals.Contains(c.Entry)) > 1);

    /// <param name="Quantity">The number that the entry states; null where it states none.</param>
    internal sealed record Rival(EntryId Entry, int Version, CommandId? Command, SubjectId By, Instant RecordedAt, string Source, int? Quantity,
        InitiativeFact Fact)
    {
        public static Rival FromEntry(Entry e) => new(
            e.Id, e.Version, e.Command, e.By, e.RecordedAt, e.Source,
            e.Fact switch { ParticipantsCounted c => c.Count, SurveyTallied t => t.Respondents, _ => null }, e.Fact);
    }
}
