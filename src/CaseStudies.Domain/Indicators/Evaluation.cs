using System.Collections.Immutable;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>The value of a formula, with the numbers that gave it.</summary>
internal sealed record Result(FigureStatus Status, FigureValue? Value, Arithmetic? Arithmetic)
{
    public static Result NoData { get; } = new(FigureStatus.NoData, null, null);
    public static Result Blocked { get; } = new(FigureStatus.Blocked, null, null);

    public static Result Of(Quantity value, Arithmetic arithmetic) => new(FigureStatus.Computed, new(value), arithmetic);
}

/// <summary>
/// One evaluation of one formula over one book. Owns the parts and notes that become the derivation; every entry that is
/// looked at ends up in a part, counted or left out with its rule.
/// </summary>
internal sealed partial class Evaluation(EntryBook book, Days days)
{
    private const string MembersRole = "members";

    private readonly ImmutableArray<DerivationPart>.Builder _parts = ImmutableArray.CreateBuilder<DerivationPart>();
    private readonly ImmutableArray<PublicText>.Builder _notes = ImmutableArray.CreateBuilder<PublicText>();

    public ImmutableArray<DerivationPart> Parts => _parts.ToImmutable();
    public ImmutableArray<PublicText> Notes => _notes.ToImmutable();

    public void Note(PublicText note) => _notes.Add(note);

    public Result Evaluate(Formula formula, string role) => Evaluate(formula, role, days);

    private Result Evaluate(Formula formula, string role, Days within) => formula switch
    {
        Count f => EvaluateCount(f, role, within),
        Sum f => EvaluateSum(f, role, within),
        Distinct f => EvaluateDistinct(f, role, within),
        Latest f => EvaluateLatest(f, role, within),
        Share f => EvaluateShare(f, within),
        Ratio f => EvaluateRatio(f, within),
        Cohort f => new CohortEvaluation(book, this).Evaluate(f, within),
        PerMonth f => EvaluatePerMonth(f, within),
        _ => throw new ArgumentOutOfRangeException(nameof(formula)),
    };

    private Result EvaluateCount(Count count, string role, Days within)
    {
        var picked = Pick(count.Of, within);
        AddPart(role, picked.Counted.Select(c => c.As(1)), picked.LeftOut);
        return Result.Of(picked.Counted.Count, new Arithmetic.Entries(picked.Counted.Count));
    }

    private Result EvaluateSum(Sum sum, string role, Days within)
    {
        var picked = Pick(sum.Of, within);
        var terms = picked.Counted.Select(c => (Picked: c, Quantity: InitiativeEventCatalogue.ShapeOf(c.Entry.Fact).Quantity(c.Entry.Fact, sum.Quantity))).ToList();
        AddPart(role, terms.Select(t => t.Picked.As(t.Quantity)), picked.LeftOut);
        if (terms.Count == 0)
            return Result.NoData;

        // Two headcounts of the same session, scheme, group and part contradict each other: neither wins, the sum is a range.
        var groups = terms.GroupBy(t => t.Picked.Entry.Fact is ParticipantsCounted c
            ? (object)(c.Session, c.Scheme, c.Group, c.Part)
            : t.Picked.Entry.Id).ToList();
        foreach (var rivals in groups.Where(g => g.Count() > 1))
            Note(Sentences.Rivals(rivals.First().Picked.On, rivals.Select(r => r.Quantity)));
        var values = groups.Select(g => new FigureValue(g.Min(r => r.Quantity), g.Max(r => r.Quantity))).ToImmutableArray();
        var status = groups.Count == terms.Count ? FigureStatus.Computed : FigureStatus.Contested;
        return new(status, new(Total(values.Select(v => v.Low)), Total(values.Select(v => v.High))), new Arithmetic.Addition(values));
    }

    private Result EvaluateDistinct(Distinct distinct, string role, Days within)
    {
        var counted = new List<CountedEntry>();
        var leftOut = new List<LeftOutEntry>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var selection in distinct.Of)
        {
            var picked = Pick(selection, within);
            leftOut.AddRange(picked.LeftOut);
            foreach (var one in picked.Counted)
            {
                if (Dimension(one.Entry.Fact, distinct.By) is { } key)
                    counted.Add(one.As(keys.Add(key) ? 1 : 0, key));
                else
                    leftOut.Add(one.Left(LeftOutRule.OtherValue, distinct.By));
            }
        }

        AddPart(role, counted, leftOut);
        return Result.Of(keys.Count, new Arithmetic.Keys(keys.Count, counted.Count));
    }

    private Result EvaluateLatest(Latest latest, string role, Days within)
    {
        var picked = Pick(latest.Of, within with { From = null });
        if (picked.Counted.Count == 0)
        {
            AddPart(role, [], picked.LeftOut);
            return Result.NoData;
        }

        var last = picked.Counted.OrderBy(c => c.On).ThenBy(c => c.Entry.KnownFrom).Last();
        var shape = InitiativeEventCatalogue.ShapeOf(last.Entry.Fact);
        var value = shape.Quantity(last.Entry.Fact, shape.Quantities.Single());
        AddPart(role, [last.As(value)], picked.LeftOut.Concat(picked.Counted.Where(c => c != last).Select(c => c.Left(LeftOutRule.DeclaredEarlier))));
        return Result.Of(value, new Arithmetic.Declared());
    }

    private Result EvaluateShare(Share share, Days within)
    {
        var picked = Pick(share.Of, within);
        var answered = picked.Counted.ToLookup(c => ((SurveyResponseRecorded)c.Entry.Fact).Answers.ContainsKey(share.Item));
        var hits = answered[true].ToLookup(c => share.Answers.Contains(((SurveyResponseRecorded)c.Entry.Fact).Answers[share.Item]));
        AddPart("denominator", answered[true].Select(c => c.As(1)), picked.LeftOut.Concat(answered[false].Select(c => c.Left(LeftOutRule.NotAnswered))));
        AddPart("numerator", hits[true].Select(c => c.As(1)), hits[false].Select(c => c.Left(LeftOutRule.OtherAnswer)));

        var responses = answered[true].Select(c => (SurveyResponseRecorded)c.Entry.Fact).ToList();
        if (responses.Select(r => r.Version).Distinct().Count() > 1)
            return Block(Sentences.MixedInstrumentVersions());
        if (responses.Where(r => r.Person is not null).GroupBy(r => (r.Person, r.Wave)).Any(g => g.Count() > 1))
            return Block(Sentences.AnsweredTwice());
        return Divide(hits[true].Count(), responses.Count);
    }

    private Result EvaluateRatio(Ratio ratio, Days within)
    {
        var (of, to) = (Evaluate(ratio.Of, "numerator", within), Evaluate(ratio.To, "denominator", within));
        if (of.Status == FigureStatus.Blocked || to.Status == FigureStatus.Blocked)
            return Result.Blocked;
        // Observed quantities may lie below zero: a range below that holds zero bounds nothing.
        if (of.Value is null || to.Value is null || (to.Value.Low <= 0 && to.Value.High >= 0))
            return Result.NoData;
        var status = of.Status == FigureStatus.Contested || to.Status == FigureStatus.Contested ? FigureStatus.Contested : FigureStatus.Computed;
        Quantity[] corners = [of.Value.Low / to.Value.Low, of.Value.Low / to.Value.High, of.Value.High / to.Value.Low, of.Value.High / to.Value.High];
        return new(status, new(corners.Min(), corners.Max()), new Arithmetic.Division(of.Value, to.Value));
    }

    private Result EvaluatePerMonth(PerMonth perMonth, Days within)
    {
        if (StrandMonths.Of(book, perMonth.Strand, within) is not { } run)
            return Block(Sentences.StrandNeverRan(perMonth.Strand));
        var held = book.InForce<SessionHeld>().Where(s => s.Strand == perMonth.Strand).Select(s => s.On.ToYearMonth()).ToHashSet();
        // A strand's end may be recorded, or its start corrected, past sessions: their months would be missing from the figure unseen.
        var lost = book.InForce<SessionHeld>().Where(s => s.Strand == perMonth.Strand && within.Contain(s.On)).Select(s => s.On.ToYearMonth())
            .Except(run.Months).Except(run.Paused).Order().ToList();
        if (lost.Count > 0)
            return Block(Sentences.SessionsOutsideRun(lost[0]));
        foreach (var paused in run.Paused)
        {
            if (held.Contains(paused))
                return Block(Sentences.PausedMonthHasSessions(paused));
            Note(Sentences.MonthPaused(paused));
        }

        var values = new List<(YearMonth Month, Result Result)>();
        foreach (var month in run.Months)
        {
            var before = _parts.Count;
            var result = Evaluate(perMonth.Of, Sentences.Iso(month), Days.OfMonth(month).Within(within));
            // Who belongs is evidence from earlier days; it does not make a month one with entries.
            var empty = _parts.Skip(before).All(p => p.Role == MembersRole || p.Counted.IsEmpty);
            var confirmedEmpty = run.ConfirmedEmpty.Contains(month);
            if (result.Status == FigureStatus.Blocked)
                return Result.Blocked;
            if (confirmedEmpty && (!empty || held.Contains(month)))
                return Block(Sentences.EmptyMonthHasEntries(month));
            if (empty && confirmedEmpty && perMonth.Of is not (Share or Ratio))
                values.Add((month, Result.Of(0, new Arithmetic.Entries(0))));
            else if (empty && !confirmedEmpty)
                Note(Sentences.MonthMissing(month));
            else if (result.Value is null || empty)
                Note(Sentences.MonthWithoutValue(month));
            else
                values.Add((month, result));
        }

        if (values.Count == 0)
            return Result.NoData;
        var lows = values.Select(p => p.Result.Value!.Low).ToList();
        var highs = values.Select(p => p.Result.Value!.High).ToList();
        var value = perMonth.Take switch
        {
            Take.Range => new FigureValue(lows.Min(), highs.Max()),
            Take.Maximum => new(lows.Max(), highs.Max()),
            Take.Total => new(Total(lows), Total(highs)),
            Take.Mean => new(Total(lows) / lows.Count, Total(highs) / highs.Count),
            _ => throw new ArgumentOutOfRangeException(nameof(perMonth)),
        };
        var contested = values.Any(p => p.Result.Status == FigureStatus.Contested);
        return new(contested ? FigureStatus.Contested : FigureStatus.Computed, value,
            new Arithmetic.Months(perMonth.Take, [.. values.Select(p => (p.Month, p.Result.Value!))]));
    }

    private static Quantity Total(IEnumerable<Quantity> values) => values.Aggregate(Quantity.Zero, (a, b) => a + b);

    internal static Result Divide(int of, int to) =>
        to == 0 ? Result.NoData : Result.Of(Quantity.Of(of, to), new Arithmetic.Division(new(of), new(to)));

    internal void AddPart(string role, IEnumerable<CountedEntry> counted, IEnumerable<LeftOutEntry> leftOut) =>
        _parts.Add(new(role, [.. counted], [.. leftOut]));

    private Result Block(PublicText why)
    {
        Note(why);
        return Result.Blocked;
    }
}
