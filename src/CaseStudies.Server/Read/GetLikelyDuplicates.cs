using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Access;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>Entries that may record one happening twice, the figures that count them, and how to settle it.</summary>
internal static class GetLikelyDuplicates
{
    private static readonly PublicText s_settle = new(
        "同じ出来事なら、余分な記録を一つの変更(changes)で取り消してください。別々の出来事なら、その記録の ID を並べて entries_told_apart を記録してください。",
        "If they are the same happening, withdraw the surplus entries in one change. "
        + "If each is a happening of its own, record entries_told_apart with their ids.");

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapView("/initiatives/{id}/likely-duplicates", (pages, view) => pages.LikelyDuplicates(view), Page.FromView).WithName("getLikelyDuplicates")
        .WithSummary("二重の記録かもしれないもの / Entries that may record one happening twice");

    /// <summary>The figures of the view that count more than one of the entries, or what belongs to more than one of the sessions.</summary>
    public static IEnumerable<Figure> Counting(LikelyDuplicate duplicate, InitiativeView view) => view.Figures.Where(f => f.CountedTwice.Contains(duplicate));

    /// <summary>What each way to settle them would do; none where the list of ways would be too long to try.</summary>
    /// <param name="index">Their place in the list.</param>
    public static ImmutableArray<Settlement> WaysToSettle(LikelyDuplicate duplicate, InitiativeView view, int index) => index < GetConflicts.MostTried
        ? Settlements.Of(duplicate, view.Book, view.Period, Counting(duplicate, view).Select(f => f.Indicator))
        : [];

    /// <param name="Settle">How to settle them.</param>
    /// <param name="Changes">Where surplus entries are withdrawn.</param>
    /// <param name="Entries">Where entries are told apart.</param>
    /// <param name="Problems">Entries that cannot be read; there may be further duplicates among them.</param>
    internal sealed record Page(
        int Frontier, IReadOnlyList<string> Problems, PublicText Settle, string Changes, string Entries, IReadOnlyList<Line> LikelyDuplicates)
    {
        public static Page FromView(InitiativeView view)
        {
            var initiative = $"/organisations/{view.Organisation}/initiatives/{view.Initiative}";
            return new(view.Book.Frontier, view.Book.Problems, s_settle, $"{initiative}/changes", $"{initiative}/entries",
                [.. Domain.Entries.LikelyDuplicates.In(view.Book).Select((d, index) => Line.FromDuplicate(d, view, index))]);
        }
    }

    /// <param name="Alike">In what they are alike.</param>
    /// <param name="Figures">The figures of the period that count more than one of them.</param>
    /// <param name="Ways">What each way to settle them would do to these figures. Tried for the first of the list.</param>
    internal sealed record Line(
        Likeness Alike, LocalDate OccurredOn, IReadOnlyList<Slug> Figures, IReadOnlyList<Member> Entries, ImmutableArray<Settlement> Ways)
    {
        public static Line FromDuplicate(LikelyDuplicate duplicate, InitiativeView view, int index) => new(
            duplicate.Likeness, duplicate.On, [.. Counting(duplicate, view).Select(f => f.Indicator)], [.. duplicate.Entries.Select(Member.FromEntry)],
            WaysToSettle(duplicate, view, index));
    }

    /// <param name="Version">To be stated when it is withdrawn.</param>
    internal sealed record Member(EntryId Entry, int Version, CommandId? Command, SubjectId By, Instant RecordedAt, string Source, InitiativeFact Fact)
    {
        public static Member FromEntry(Entry e) => new(e.Id, e.Version, e.Command, e.By, e.RecordedAt, e.Source, e.Fact);
    }
}
