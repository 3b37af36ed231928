using System.Collections.Immutable;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>
/// Every closing of every period of one initiative, and what was changed since. The answer to an act, its announcement, the list of a closing and the file of
/// changes all ask here, so that they say the same.
/// </summary>
/// <remarks>
/// A change is in the list of a closing if it came later, and either concerns the days of the period, or is of an act that altered a figure of the
/// period which can look at this change. Whether an act altered a figure is asked of what was known just before and just after it, at its own
/// time. So it depends on nothing that came later: a list only grows, and between two acts of the list the figures stay as they are.
/// </remarks>
public sealed class ClosedPeriods
{
    private readonly EntryHistory _history;
    private readonly int? _frontier;
    private readonly Lazy<ImmutableArray<Act>> _acts;
    private readonly Lazy<ImmutableArray<Indicator>> _definitions;
    private readonly Lazy<bool> _damaged;
    private readonly Lazy<ILookup<ChangeId, RestatedPeriod>> _restated;
    private readonly Dictionary<Period, Sight> _sights = [];
    private readonly Dictionary<Closing, ImmutableArray<ListedChange>> _listed = [];

    private ClosedPeriods(EntryHistory history, int? frontier)
    {
        (_history, _frontier) = (history, frontier);
        Closings = [.. history.AsKnown(frontier).Closings];
        _acts = new(() => Closings.IsEmpty ? [] : [.. Acts(Closings.Min(c => c.Version))]);
        // Ever adopted, in force or not: more than apply, which costs time only.
        _definitions = new(() => [.. history.Rows.Select(r => r.Fact switch
        {
            IndicatorAdopted adopted => adopted.Definition,
            IndicatorRevised revised => revised.Definition,
            _ => null,
        }).OfType<Indicator>()]);
        _damaged = new(() => !history.AsKnown(frontier).Problems.IsEmpty);
        _restated = new(() => Closings.SelectMany(c => ChangesSince(c).Where(l => l.During == c.Number)
            .Select(l => (l.Change.Id, Period: new RestatedPeriod(c.From, c.To, c.Number)))).ToLookup(l => l.Id, l => l.Period));
    }

    /// <summary>Ordered by days and number; those of periods that were reopened too.</summary>
    public ImmutableArray<Closing> Closings { get; }

    /// <param name="frontier">The last stream version to read; null for all.</param>
    public static ClosedPeriods FromHistory(EntryHistory history, int? frontier = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        return new(history, frontier);
    }

    /// <summary>The closing of a period that stands; null where it is not closed.</summary>
    public Closing? Standing(Period period) => Closings.LastOrDefault(c => (c.From, c.To) == (period.From, period.To) && c.Reopened is null);

    /// <summary>The list of a closing, in the order of coming into force. It holds whatever came later, also after the period was reopened.</summary>
    public ImmutableArray<ListedChange> ChangesSince(Closing closing)
    {
        ArgumentNullException.ThrowIfNull(closing);
        if (!_listed.TryGetValue(closing, out var listed))
            _listed.Add(closing, listed = [.. _acts.Value.Where(a => a.Last > closing.Version).SelectMany(a => Listed(closing, a))]);
        return listed;
    }

    /// <summary>The list of a closing, and how the figures have changed since.</summary>
    /// <param name="asOf">The time of the question; null where the whole period has passed.</param>
    public Restatements Since(Closing closing, Instant? asOf = null)
    {
        ArgumentNullException.ThrowIfNull(closing);
        return new(closing, ChangesSince(closing), Effects.Between(
            _history.AsKnown(closing.Version, asOf is null ? null : closing.At), _history.AsKnown(_frontier, asOf), DaysOf(closing)));
    }

    /// <summary>The closed periods that an act restated, with its changes and what they did to the figures.</summary>
    /// <param name="first">The stream version of its first event. For an import both versions are that of its completion, or of its undoing.</param>
    public ImmutableArray<Restatements> ByAct(int first, int last) =>
        [.. from restated in Restated(first, last) let books = Books(restated.Closing, restated.Act)
            select new Restatements(restated.Closing, restated.Changes, Effects.Between(books.Before, books.After, DaysOf(restated.Closing)))];

    /// <summary>The same without the figures, which takes less time.</summary>
    public ImmutableArray<RestatedPeriod> RestatedBy(int first, int last) =>
        [.. Restated(first, last).Select(r => new RestatedPeriod(r.Closing.From, r.Closing.To, r.Closing.Number, r.Changes.Length))];

    /// <summary>The closed periods that one change restated.</summary>
    public ImmutableArray<RestatedPeriod> RestatedBy(LoggedChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return [.. _restated.Value[change.Id]];
    }

    private IEnumerable<(Closing Closing, Act Act, ImmutableArray<ListedChange> Changes)> Restated(int first, int last) =>
        from act in _acts.Value
        where act.First >= first && act.Last <= last
        from closing in Closings
        where closing.Version < act.Last
        let changes = Listed(closing, act).Where(l => l.During == closing.Number).ToImmutableArray()
        where !changes.IsEmpty
        select (closing, act, changes);

    private IEnumerable<ListedChange> Listed(Closing closing, Act act)
    {
        var since = act.Changes.Where(c => c.Version > closing.Version).ToList();
        var elsewhere = since.FindAll(c => !c.Touches(closing.From, closing.To));
        var altering = elsewhere.Count == 0 ? ImmutableHashSet<ChangeId>.Empty : Altering(closing, act, elsewhere);
        return since.Where(c => c.Touches(closing.From, closing.To) || altering.Contains(c.Id))
            .Select(c => new ListedChange(c, During(closing, c.Version)));
    }

    private int? During(Closing closing, int version) =>
        Closings.FirstOrDefault(c => (c.From, c.To) == (closing.From, closing.To) && c.StandsBefore(version))?.Number;

    /// <summary>The changes about other days that altered a figure of the period.</summary>
    private IReadOnlySet<ChangeId> Altering(Closing closing, Act act, List<LoggedChange> elsewhere)
    {
        // A row that contradicts the others blocks every figure from there on, whatever it is about.
        var isDamaged = _damaged.Value && !_history.AsKnown(act.Last).Problems.IsEmpty;
        var period = DaysOf(closing);
        if (!_sights.TryGetValue(period, out var all))
            _sights.Add(period, all = Sight.FromDefinitions(_definitions.Value, period));
        if (!elsewhere.Exists(c => Sees(all, c)))
            return ImmutableHashSet<ChangeId>.Empty;
        return _history.Altering.GetOrAdd((period.From, period.To, Math.Max(act.First - 1, closing.Version), act.Last), _ =>
        {
            var (before, after) = Books(closing, act);
            var seeing = DefinitionHistory.FromBook(before).Concat(DefinitionHistory.FromBook(after)).Where(h => h.AppliesTo(period))
                .Select(h => (h.Key, Sight: Sight.FromHistory(h, period)))
                .Where(i => elsewhere.Exists(c => Sees(i.Sight, c))).ToLookup(i => i.Key, i => i.Sight);
            var altered = Effects.Between(before, after, period, i => seeing.Contains(i.Key)).SelectMany(c => seeing[c.Indicator]).ToList();
            return elsewhere.Where(c => altered.Exists(s => Sees(s, c))).Select(c => c.Id).ToHashSet();
        });

        bool Sees(Sight sight, LoggedChange change) => isDamaged || sight.Sees(change, act.At);
    }

    /// <summary>What was known before and after what an act did since the closing, both at the time of the act.</summary>
    private (EntryBook Before, EntryBook After) Books(Closing closing, Act act) =>
        (_history.AsKnown(Math.Max(act.First - 1, closing.Version), act.At), _history.AsKnown(act.Last, act.At));

    /// <summary>The changes after a version, one act after another: those of one command, or of one import that was completed.</summary>
    private IEnumerable<Act> Acts(int after)
    {
        var changes = new List<LoggedChange>();
        foreach (var change in ChangeLog.FromRows(_history.Rows, _frontier).Where(c => c.Version > after))
        {
            if (changes is [.., var last] && !IsOfOneAct(last, change))
            {
                yield return ActOf(changes);
                changes.Clear();
            }

            changes.Add(change);
        }

        if (changes.Count > 0)
            yield return ActOf(changes);
    }

    private static bool IsOfOneAct(LoggedChange one, LoggedChange next) => one.Version == next.Version
        || (one.Origin is null && next.Origin is null && one.Act is not null && one.Act == next.Act);

    private Act ActOf(List<LoggedChange> changes) => new(
        changes[0].Version, changes[^1].Version, changes[0].Origin is null ? changes[^1].RecordedAt : _history.RecordedAt(changes[^1].Version)!.Value,
        [.. changes]);

    private static Period DaysOf(Closing closing) => new(closing.From, closing.To);

    /// <param name="First">The stream versions from which its changes are in force: the first, and the last.</param>
    private sealed record Act(int First, int Last, Instant At, ImmutableArray<LoggedChange> Changes);
}
