using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <summary>The terms of a sum, one for each thing that was counted: rivals, which contradict each other, are one term with two bounds.</summary>
/// <param name="number">How many entries are expected.</param>
internal sealed class RivalTerms(EntryBook book, int number)
{
    private readonly List<Quantity> _values = new(number);
    private readonly Dictionary<Headcount, int> _headcounts = new(number);
    private readonly Dictionary<object, int> _others = [];

    /// <summary>The rivals of an entry by its place, itself included.</summary>
    private readonly Dictionary<int, List<int>> _rivals = [];
    private readonly HashSet<int> _later = [];

    /// <summary>Whether any two are rivals.</summary>
    public bool Rivalry => _rivals.Count > 0;

    /// <summary>The places of entries that are rivals, in the order of adding.</summary>
    public IEnumerable<List<int>> Rivals => _rivals.OrderBy(r => r.Key).Select(r => r.Value);

    public void Add(InitiativeFact fact, Quantity value)
    {
        var place = _values.Count;
        _values.Add(value);
        var first = fact is ParticipantsCounted c ? First(_headcounts, new(c.Session, c.Scheme, c.Group, c.Part), place)
            : Conflicts.RivalKey(fact, book) is { } key ? First(_others, key, place)
            : place;
        if (first == place)
            return;
        if (!_rivals.TryGetValue(first, out var rivals))
            _rivals.Add(first, rivals = [first]);
        rivals.Add(place);
        _later.Add(place);
    }

    public FigureValue Total()
    {
        var (low, high) = (Quantity.Zero, Quantity.Zero);
        for (var place = 0; place < _values.Count; place++)
        {
            if (_later.Contains(place))
                continue;
            var term = Term(place);
            (low, high) = (low + term.Low, high + term.High);
        }

        return new(low, high);
    }

    public Arithmetic.Addition Arithmetic() => new(
        [.. Enumerable.Range(0, _values.Count).Where(p => !_later.Contains(p)).Take(Indicators.Arithmetic.MaximumTerms)
            .Select(p => new FigureValue(Term(p).Low, Term(p).High))],
        _values.Count - _later.Count);

    private (Quantity Low, Quantity High) Term(int place) => _rivals.TryGetValue(place, out var rivals)
        ? (rivals.Min(p => _values[p]), rivals.Max(p => _values[p]))
        : (_values[place], _values[place]);

    private static int First<TKey>(Dictionary<TKey, int> places, TKey key, int place) where TKey : notnull =>
        places.TryAdd(key, place) ? place : places[key];

    /// <summary>What <see cref="Conflicts.RivalKey"/> has of a headcount, without an object for each of a hundred thousand.</summary>
    private readonly record struct Headcount(SessionId Session, Slug Scheme, Slug Group, Slug? Part)
    {
        // Scheme and group are the same nearly always.
        public override int GetHashCode() => HashCode.Combine(Session, Part);
    }
}
