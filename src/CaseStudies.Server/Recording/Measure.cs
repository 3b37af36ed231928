using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;

namespace CaseStudies.Server.Recording;

/// <summary>One thing that is counted: entries of one kind, limited in as few ways as a form asks for.</summary>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="Where">By dimension one value; of strands several, and none for all of them.</param>
public sealed record Measure(FigureKind Kind, ImmutableSortedDictionary<string, ImmutableArray<string>> Where)
{
    private const string Strand = "strand";

    private static readonly ImmutableDictionary<FigureKind, Shape> s_shapes = new Dictionary<FigureKind, Shape>
    {
        [FigureKind.Sessions] = new("session_held", [], ["sessionKind"]),
        [FigureKind.Headcounts] = new("participants_counted", ["scheme", "unit"], ["group", "sessionKind"]),
        [FigureKind.People] = new("person_attended", [], ["group", "role"]),
        [FigureKind.Enrolled] = new("person_enrolled", [], ["role"]),
        [FigureKind.Hours] = new("session_held", [], ["sessionKind"]),
        [FigureKind.LoggedHours] = new("activity_logged", [], ["activity"]),
        [FigureKind.Consultations] = new("consultation_received", [], ["channel", "topic", "group"]),
        [FigureKind.Partners] = new("partner_attended", [], ["sessionKind"]),
        [FigureKind.QuantityTotal] = new("quantity_observed", ["quantity", "unit"], ["item"]),
        [FigureKind.LatestQuantity] = new("quantity_observed", ["quantity", "unit"], ["item"]),
    }.ToImmutableDictionary();

    public static ImmutableArray<FigureKind> Kinds { get; } = [.. s_shapes.Keys.Order()];

    /// <summary>The kind of entry that is read.</summary>
    public string Entries => s_shapes[Kind].Entries;

    public ImmutableArray<string> Strands => Where.GetValueOrDefault(Strand, []);

    /// <summary>The measure without the strands, as a value of a list: <c>headcounts;scheme=audience;unit=people</c>.</summary>
    public string Text => string.Join(';', Where.Where(w => w.Key != Strand).Select(w => $"{w.Key}={w.Value[0]}").Prepend(Kebab.FromEnum(Kind)));

    public Counted Counts => Kind switch
    {
        FigureKind.Sessions => Counted.Sessions,
        FigureKind.Headcounts => Where["unit"][0] switch { "pairs" => Counted.Pairs, "households" => Counted.Households, _ => Counted.Attendances },
        FigureKind.People or FigureKind.Enrolled => Counted.People,
        FigureKind.Hours or FigureKind.LoggedHours => Counted.Hours,
        FigureKind.Consultations => Counted.Entries,
        FigureKind.Partners => Counted.Organisations,
        _ => Counted.Things,
    };

    /// <summary>The dimensions by which a measure of a kind must be limited, and those by one of which it may be.</summary>
    public static (ImmutableArray<string> Needed, ImmutableArray<string> Optional) Dimensions(FigureKind kind) =>
        (s_shapes[kind].Needed, s_shapes[kind].Optional);

    public static Measure Of(FigureKind kind, params IEnumerable<(string Dimension, string Value)> where) =>
        new(kind, where.ToImmutableSortedDictionary(w => w.Dimension, w => ImmutableArray.Create(w.Value), StringComparer.Ordinal));

    /// <returns>Null: it is no such text.</returns>
    public static Measure? Parse(string text)
    {
        var parts = text.Split(';');
        var pairs = parts[1..].Select(p => p.Split('=')).ToList();
        return Kebab.Find<FigureKind>(parts[0]) is { } kind && s_shapes.ContainsKey(kind) && pairs.TrueForAll(p => p is [_, { Length: > 0 }])
            && pairs.DistinctBy(p => p[0]).Count() == pairs.Count ? Checked(Of(kind, pairs.Select(p => (p[0], p[1])))) : null;
    }

    /// <returns>Null: the form cannot ask for it.</returns>
    public static Measure? FromFormula(Formula formula)
    {
        FigureKind? kind = formula switch
        {
            Count { Of.Kind: "session_held" } => FigureKind.Sessions,
            Count { Of.Kind: "consultation_received" } => FigureKind.Consultations,
            Sum { Of.Kind: "participants_counted" } => FigureKind.Headcounts,
            Sum { Of.Kind: "quantity_observed" } => FigureKind.QuantityTotal,
            Latest { Of.Kind: "quantity_observed" } => FigureKind.LatestQuantity,
            Distinct { Of: [{ Kind: "person_attended" }] } => FigureKind.People,
            Distinct { Of: [{ Kind: "person_enrolled" }] } => FigureKind.Enrolled,
            Distinct { Of: [{ Kind: "partner_attended" }] } => FigureKind.Partners,
            Hours { Of.Kind: "session_held" } => FigureKind.Hours,
            Hours { Of.Kind: "activity_logged" } => FigureKind.LoggedHours,
            _ => null,
        };
        return kind is { } known && FromSelection(known, formula.Selections().First()) is { } measure && DomainJson.AreAlike(measure.ToFormula(), formula)
            ? measure : null;
    }

    /// <returns>Null: it has conditions that the form cannot ask for.</returns>
    public static Measure? FromSelection(FigureKind kind, Selection selection)
    {
        var measure = Checked(new(kind, selection.Conditions.ToImmutableSortedDictionary(c => c.Key, c => c.Value, StringComparer.Ordinal)));
        return measure is not null && DomainJson.AreAlike(measure.ToSelection(), selection) ? measure : null;
    }

    /// <param name="strands">None for all of them.</param>
    public Measure In(params IEnumerable<string> strands) =>
        this with { Where = strands.ToImmutableArray() is { IsEmpty: false } some ? Where.SetItem(Strand, some) : Where.Remove(Strand) };

    public Selection ToSelection() => new(Entries, Where.IsEmpty ? null : Where);

    /// <summary>The sessions to which its entries belong.</summary>
    public Selection ToSessions()
    {
        var where = Where.RemoveRange(Where.Keys.Where(k => k is not (Strand or "sessionKind")));
        return new("session_held", where.IsEmpty ? null : where);
    }

    public Formula ToFormula() => Kind switch
    {
        FigureKind.Sessions or FigureKind.Consultations => new Count(ToSelection()),
        FigureKind.Headcounts => new Sum(ToSelection(), "count"),
        FigureKind.People or FigureKind.Enrolled => new Distinct([ToSelection()], "person"),
        FigureKind.Partners => new Distinct([ToSelection()], "partner"),
        FigureKind.Hours or FigureKind.LoggedHours => new Hours(ToSelection()),
        FigureKind.QuantityTotal => new Sum(ToSelection(), "value"),
        FigureKind.LatestQuantity => new Latest(ToSelection(), "value"),
        _ => throw new InvalidOperationException($"{Kind} is no measure."),
    };

    private static Measure? Checked(Measure measure)
    {
        var shape = s_shapes[measure.Kind];
        var others = measure.Where.Keys.Where(k => k != Strand).Except(shape.Needed).ToList();
        return shape.Needed.All(measure.Where.ContainsKey) && others.TrueForAll(o => shape.Optional.Contains(o))
            && measure.Where.All(w => w.Key == Strand ? w.Value.Length > 0 : w.Value.Length == 1) ? measure : null;
    }

    private sealed record Shape(string Entries, ImmutableArray<string> Needed, ImmutableArray<string> Optional);
}
