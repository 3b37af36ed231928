using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>The terms of a sum, one for each thing that was counted: rivals, which contradict each other, are one term with two bounds.</summary>
/// <param name="counted">The entries with their quantities. Each is taken when it has just been added.</param>
internal sealed class RivalTerms(EntryBook book, List<CountedEntry> counted)
{
    private readonly Dictionary<ParticipantsCounted, int> _headcounts = new(counted.Capacity, SameHeads.Instance);
    private readonly Dictionary<object, (int First, LocalDate Last)> _others = [];

    /// <summary>All places of rivals, by the place of the first of them.</summary>
    private readonly SortedDictionary<int, List<int>> _rivals = [];
    private readonly HashSet<int> _later = [];

    /// <summary>Whether any two are rivals. They need not contradict each other.</summary>
    public bool Rivalry => _rivals.Count > 0;

    /// <summary>The places of entries that are rivals, in the order of adding.</summary>
    public IEnumerable<List<int>> Rivals => _rivals.Values;

    /// <param name="fact">That of the last entry. Entries come in the order of their days.</param>
    public void TakeLast(InitiativeFact fact)
    {
        var place = counted.Count - 1;
        var first = fact is ParticipantsCounted heads ? First(_headcounts, heads, place)
            : Conflicts.RivalKey(fact, book) is { } key ? FirstOfRound(key, place)
            : place;
        if (first == place)
            return;
        if (!_rivals.TryGetValue(first, out var rivals))
            _rivals.Add(first, rivals = [first]);
        rivals.Add(place);
        _later.Add(place);
    }

    /// <summary>Terms of which no entry states the number: people who may come on top of the heads.</summary>
    public List<FigureValue> OnTop { get; } = [];

    public FigureValue Total()
    {
        var (low, high) = (OnTop.Aggregate(Quantity.Zero, (sum, t) => sum + t.Low), OnTop.Aggregate(Quantity.Zero, (sum, t) => sum + t.High));
        for (var place = 0; place < counted.Count; place++)
        {
            if (_later.Contains(place))
                continue;
            var term = Term(place);
            (low, high) = (low + term.Low, high + term.High);
        }

        return new(low, high);
    }

    public Arithmetic.Addition Arithmetic() => new(
        [.. Enumerable.Range(0, counted.Count).Where(p => !_later.Contains(p)).Take(Indicators.Arithmetic.MaximumTerms)
            .Select(p => new FigureValue(Term(p).Low, Term(p).High)).Concat(OnTop)],
        counted.Count - _later.Count + OnTop.Count);

    private (Quantity Low, Quantity High) Term(int place) => _rivals.TryGetValue(place, out var rivals)
        ? (rivals.Min(p => counted[p].Contribution), rivals.Max(p => counted[p].Contribution))
        : (counted[place].Contribution, counted[place].Contribution);

    private static int First(Dictionary<ParticipantsCounted, int> places, ParticipantsCounted heads, int place) =>
        places.TryAdd(heads, place) ? place : places[heads];

    private int FirstOfRound(object key, int place)
    {
        var on = counted[place].On!.Value;
        var first = _others.TryGetValue(key, out var before) && Conflicts.IsOfRound(before.Last, on) ? before.First : place;
        _others[key] = (first, on);
        return first;
    }

    /// <summary>Compares what <see cref="Conflicts.RivalKey"/> has of a headcount, without making a key of each of a hundred thousand.</summary>
    private sealed class SameHeads : IEqualityComparer<ParticipantsCounted>
    {
        public static SameHeads Instance { get; } = new();

        public bool Equals(ParticipantsCounted? x, ParticipantsCounted? y) =>
            x!.Session == y!.Session && x.Part == y.Part && x.Group == y.Group && x.Scheme == y.Scheme;

        // Scheme and group are the same nearly always.
        public int GetHashCode(ParticipantsCounted obj) => HashCode.Combine(obj.Session, obj.Part);
    }
}
