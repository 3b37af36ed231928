using System.Collections.Immutable;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>The value of a formula, with the numbers it was computed from.</summary>
internal sealed record Result(FigureStatus Status, FigureValue? Value, Arithmetic? Arithmetic)
{
    public static Result NoData { get; } = new(FigureStatus.NoData, null, null);
    public static Result Blocked { get; } = new(FigureStatus.Blocked, null, null);

    public static Result Computed(Quantity value, Arithmetic arithmetic) => new(FigureStatus.Computed, new(value), arithmetic);
}

/// <summary>
/// One evaluation of one formula over one book. Collects the parts and notes of the derivation. Every entry that is
/// examined is in a part: counted, or left out with its rule.
/// </summary>
internal sealed partial class Evaluation(EntryBook book)
{
    private readonly ImmutableArray<DerivationPart>.Builder _parts = ImmutableArray.CreateBuilder<DerivationPart>();
    private readonly ImmutableArray<PublicText>.Builder _notes = ImmutableArray.CreateBuilder<PublicText>();

    public ImmutableArray<DerivationPart> Parts => _parts.ToImmutable();
    public ImmutableArray<PublicText> Notes => _notes.ToImmutable();

    /// <summary>The forms of instruments on which the value is based, if it reads answers.</summary>
    public HashSet<Form> Forms { get; private set; } = [];

    /// <summary>Whether members were selected by answers to several forms.</summary>
    public bool MixesForms { get; private set; }

    public void Note(PublicText note) => _notes.Add(note);

    /// <summary>The value of a whole formula; blocked where it would mix answers to several forms anywhere in it.</summary>
    public Result EvaluateWhole(Formula formula, Days within)
    {
        var result = Evaluate(formula, "value", within);
        NoteNameless();
        if (formula.ReadsAnswers())
            Forms = Indicators.Forms.InParts(book, _parts);
        return result.Status != FigureStatus.Blocked && (MixesForms || Forms.Count > 1) ? Block(Sentences.MixedForms()) : result;
    }

    public Result Evaluate(Formula formula, string role, Days within) => formula switch
    {
        Count or Distinct { Heads: null } or Listed or Hours => EvaluateSimple(formula, role, within),
        Sum f => EvaluateSum(f, role, within),
        Distinct f => EvaluatePartlyNamed(f, role, within),
        Latest f => EvaluateLatest(f, role, within),
        Running f => EvaluateRunning(f, within),
        Interval f => EvaluateInterval(f, role, within),
        Share f => EvaluateShare(f, role, within),
        Score f => EvaluateScore(f, role, within),
        Ratio f => EvaluateRatio(f, role, within),
        Achievement f => EvaluateAchievement(f, role, within),
        Cohort f => new CohortEvaluation(book, this).Evaluate(f, within),
        PairedChange f => new PairedChangeEvaluation(this).Evaluate(f, role, within),
        PerMonth f => EvaluatePerSpan(f.Of, f.Strand, CalendarUnit.Month, f.Take, within),
        PerWeek f => EvaluatePerSpan(f.Of, f.Strand, CalendarUnit.Week, f.Take, within),
        PerSession f => EvaluatePerSession(f, within),
        PerKey f => EvaluatePerKey(f, within),
        _ => throw new ArgumentOutOfRangeException(nameof(formula)),
    };

    /// <summary>The days of a window, from the first entry that starts it; null, with a note, where there is none.</summary>
    public Days? Window(Selection since, int days)
    {
        var picked = Pick(since, new(null, LocalDate.MaxIsoValue));
        AddPart(SinceRole, picked.Counted.Take(1).Select(c => c.As(0)),
            picked.LeftOut.Concat(picked.Counted.Skip(1).Select(c => c.Left(LeftOutRule.NotTheFirst))));
        if (picked.Counted is [var first, ..])
            return new(first.On, first.On!.Value.PlusDays(days - 1));
        Note(Sentences.WindowNeverOpened());
        return null;
    }

    /// <summary>The merges in force, as evidence, where the formula reads people.</summary>
    public void AddMerged()
    {
        if (!book.OfKind("people_merged").Any())
            return;
        var merged = Pick(new("people_merged"), new(null, LocalDate.MaxIsoValue));
        AddPart("merged", merged.Counted.Select(m => m.As(0, ((PeopleMerged)m.Entry.Fact).Merged.Value)), merged.LeftOut);
    }

    private Result EvaluateLatest(Latest latest, string role, Days within)
    {
        var picked = Pick(latest.Of, within with { From = null });
        var name = latest.Quantity ?? InitiativeEventCatalogue.Facts[latest.Of.Kind].Quantities.Single();
        var valued = picked.Counted.ToLookup(c => InitiativeEventCatalogue.ShapeOf(c.Entry.Fact).Quantity(c.Entry.Fact, name) is not null);
        var leftOut = picked.LeftOut.Concat(valued[false].Select(c => c.Left(LeftOutRule.NoQuantity)));
        var day = valued[true].Max(c => c.On);
        // Of several values of one day, the order of arrival does not say which is right.
        var last = valued[true].Where(c => c.On == day)
            .Select(c => (Picked: c, Value: InitiativeEventCatalogue.ShapeOf(c.Entry.Fact).Quantity(c.Entry.Fact, name)!.Value)).ToList();
        AddPart(role, last.Select(l => l.Picked.As(l.Value)),
            leftOut.Concat(valued[true].Where(c => c.On != day).Select(c => c.Left(LeftOutRule.DeclaredEarlier))));
        _declared.Add(role);
        if (last.Count == 0)
            return Result.NoData;
        var value = new FigureValue(last.Min(l => l.Value), last.Max(l => l.Value));
        if (!value.IsPoint)
            Note(Sentences.RivalValues(day, last.Select(l => l.Value)));
        return new(value.IsPoint ? FigureStatus.Computed : FigureStatus.Contested, value, new Arithmetic.Declared());
    }

    private Result EvaluateRatio(Ratio ratio, string role, Days within)
    {
        var (of, to) = (Evaluate(ratio.Of, Side(role, "numerator"), within), Evaluate(ratio.To, Side(role, "denominator"), within));
        return of.Status == FigureStatus.Blocked || to.Status == FigureStatus.Blocked ? Result.Blocked : Quotient(of, to);
    }

    private static Result Quotient(Result of, Result to)
    {
        // Observed quantities can be negative: dividing by a range that includes zero has no bounds.
        if (of.Value is null || to.Value is null || (to.Value.Low <= 0 && to.Value.High >= 0))
            return Result.NoData;
        var status = of.Status == FigureStatus.Contested || to.Status == FigureStatus.Contested ? FigureStatus.Contested : FigureStatus.Computed;
        Quantity[] corners = [of.Value.Low / to.Value.Low, of.Value.Low / to.Value.High, of.Value.High / to.Value.Low, of.Value.High / to.Value.High];
        return new(status, new(corners.Min(), corners.Max()), new Arithmetic.Division(of.Value, to.Value));
    }

    private Result EvaluateAchievement(Achievement achievement, string role, Days within)
    {
        var of = Evaluate(achievement.Of, Side(role, "numerator"), within);
        var target = EvaluateLatest(new(achievement.Declared()), Side(role, "target"), within);
        if (of.Status == FigureStatus.Blocked)
            return Result.Blocked;
        var unit = Unit.Of(achievement.Of);
        foreach (var set in Targets.InForce(book, achievement.Target, within.To).Select(t => t.Set))
        {
            if (set.Comparison is Comparison.AtMost or Comparison.LessThan)
                return Block(Sentences.TargetIsALimit());
            if (!Targets.IsIn(unit, set))
                return Block(Sentences.TargetInOtherUnit(set.Unit));
        }

        return Quotient(of with { Value = of.Value is { } value ? Figures.InUnit(value, unit.Class == UnitClass.Percent) : null }, target);
    }

    /// <summary>The role of a side within a month, a week or another side: <c>2025-12:numerator</c>.</summary>
    private static string Side(string role, string side) => role == "value" ? side : $"{role}:{side}";

    private static Quantity Total(IEnumerable<Quantity> values) => values.Aggregate(Quantity.Zero, (a, b) => a + b);

    internal static Result Divide(Quantity of, Quantity to) =>
        to == 0 ? Result.NoData : Result.Computed(of / to, new Arithmetic.Division(new(of), new(to)));

    internal IEnumerable<InitiativeFact> InForce(IEnumerable<string> kinds) => kinds.SelectMany(book.OfKind).Where(e => e.InForce).Select(e => e.Fact);

    /// <summary>Takes the range, mean, maximum or total of the values of several months, sessions or keys.</summary>
    private static Result Taken(Take take, string eachJa, ImmutableArray<(string Label, Result Result)> values, string? by = null)
    {
        if (values.Length == 0)
            return Result.NoData;
        var lows = values.Select(p => p.Result.Value!.Low).ToList();
        var highs = values.Select(p => p.Result.Value!.High).ToList();
        var value = take switch
        {
            Take.Range => new FigureValue(lows.Min(), highs.Max()),
            Take.Maximum => new(lows.Max(), highs.Max()),
            Take.Total => new(Total(lows), Total(highs)),
            Take.Mean => new(Total(lows) / lows.Count, Total(highs) / highs.Count),
            _ => throw new ArgumentOutOfRangeException(nameof(take)),
        };
        var contested = values.Any(p => p.Result.Status == FigureStatus.Contested);
        return new(contested ? FigureStatus.Contested : FigureStatus.Computed, value,
            new Arithmetic.Groups(take, eachJa, [.. values.Select(p => (p.Label, p.Result.Value!))], by));
    }

    internal void AddPart(string role, IEnumerable<CountedEntry> counted, IEnumerable<LeftOutEntry> leftOut) =>
        _parts.Add(new(role, [.. counted], [.. leftOut]));

    /// <summary>Adds evidence: every entry of a kind up to a day, contributing nothing to the value.</summary>
    internal void AddEvidence(string role, Selection of, LocalDate to)
    {
        var picked = Pick(of, new(null, to));
        AddPart(role, picked.Counted.Select(p => p.As(0, Dimension(p.Entry.Fact, "person"))), picked.LeftOut);
    }

    internal Result Block(PublicText why)
    {
        Note(why);
        return Result.Blocked;
    }
}
