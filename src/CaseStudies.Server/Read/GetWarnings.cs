using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>Entries that look like a slip, the figures that count them, and how to settle it.</summary>
internal static class GetWarnings
{
    private static readonly PublicText s_settle = new(
        "間違いなら、記録を訂正するか、変更(changes)で取り消してください。正しければ、slip とすべての記録の ID を並べて entries_confirmed を記録してください。",
        "If something is wrong, correct the entry or withdraw it in a change. "
        + "If all is right, record entries_confirmed with the slip and the ids of all entries.");

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapView("/initiatives/{id}/warnings", (pages, view) => pages.Warnings(view), Page.FromView).WithName("getWarnings")
        .WithSummary("記録間違いかもしれないもの / Entries that look like a slip");

    /// <summary>The figures of the view that count an entry of each warning, or what belongs to one of its sessions.</summary>
    public static IEnumerable<(Warning Warning, IReadOnlyList<Figure> Figures)> WithFigures(InitiativeView view)
    {
        var warnings = Domain.Entries.Warnings.In(view.Book);
        var figures = warnings.IsEmpty ? [] : view.Figures.Select(f => (Figure: f, Warned: new WarnedFigure(f, view.Book))).ToList();
        return warnings.Select(w => (w, (IReadOnlyList<Figure>)[.. figures.Where(f => f.Warned.Counts(w)).Select(f => f.Figure)]));
    }

    /// <param name="Settle">How to settle them.</param>
    /// <param name="Changes">Where entries are withdrawn.</param>
    /// <param name="Entries">Where entries are confirmed.</param>
    /// <param name="Problems">Entries that cannot be read; there may be further warnings about them.</param>
    internal sealed record Page(
        int Frontier, IReadOnlyList<string> Problems, PublicText Settle, string Changes, string Entries, IReadOnlyList<Line> Warnings)
    {
        public static Page FromView(InitiativeView view)
        {
            var initiative = $"/organisations/{view.Organisation}/initiatives/{view.Initiative}";
            return new(view.Book.Frontier, view.Book.Problems, s_settle, $"{initiative}/changes", $"{initiative}/entries",
                [.. WithFigures(view).Select(w => Line.FromWarning(w.Warning, w.Figures))]);
        }
    }

    /// <param name="Text">What looks wrong, in words.</param>
    /// <param name="Found">How many sessions, people or hours there are; absent where it is not about a number.</param>
    /// <param name="Usual">How many are usual.</param>
    /// <param name="Figures">The figures of the period that count an entry, or what belongs to its session. Their values stay as they are.</param>
    internal sealed record Line(
        Slip Slip, LocalDate OccurredOn, PublicText Text, Quantity? Found, int? Usual, IReadOnlyList<Slug> Figures,
        IReadOnlyList<GetLikelyDuplicates.Member> Entries)
    {
        public static Line FromWarning(Warning warning, IReadOnlyList<Figure> figures) => new(
            warning.Slip, warning.On, WarningText.Describe(warning), warning.Found, warning.Usual, [.. figures.Select(f => f.Indicator)],
            [.. warning.Entries.Select(GetLikelyDuplicates.Member.FromEntry)]);
    }
}

/// <summary>The entries that a figure counts, and their sessions.</summary>
internal sealed class WarnedFigure
{
    private readonly HashSet<EntryId> _counted;
    private readonly HashSet<SessionId> _sessions;

    public WarnedFigure(Figure figure, EntryBook book)
    {
        var counted = figure.Derivation.Parts.SelectMany(p => p.Counted).Where(c => c.Contribution != 0).ToList();
        _counted = [.. counted.Select(c => c.Entry)];
        _sessions = [.. counted.Select(c => book.Revision(c.Entry, c.Revision)?.Fact.InSession).OfType<SessionId>()];
    }

    public bool Counts(Warning warning) =>
        warning.Entries.Any(e => _counted.Contains(e.Id) || (e.Fact is SessionHeld held && _sessions.Contains(held.Session)));
}
