using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using NodaTime;

namespace CaseStudies.Server.Recording;

/// <summary>What has been chosen for a figure: a definition in the few forms that a page can ask for.</summary>
public abstract record FigureChoice(FigureKind Kind)
{
    public abstract Formula ToFormula();

    /// <returns>Null: no form can ask for it.</returns>
    public static FigureChoice? FromFormula(Formula formula)
    {
        var choice = formula switch
        {
            PerSession f => Measure.FromFormula(f.Of) is { } of ? new EachSession(of, f.Take) : null,
            PerMonth f => Measure.FromFormula(f.Of) is { } of ? new EachMonth(of, f.Strand, f.Take) : null,
            Ratio f => Measure.FromFormula(f.Of) is { } of && Measure.FromFormula(f.To) is { } to ? new OneToAnother(of, to) : null,
            Achievement f => Measure.FromFormula(f.Of) is { } of ? new AgainstTarget(of, f.Target) : null,
            Share f => AnswersGiven.FromShare(f),
            Cohort f => Staying.FromCohort(f),
            _ => Measure.FromFormula(formula) is { } of ? new OneMeasure(of) : (FigureChoice?)null,
        };
        return choice is not null && Offers(choice) && DomainJson.AreAlike(choice.ToFormula(), formula) ? choice : null;
    }

    /// <summary>The measures of which a kind of figure is made.</summary>
    public static ImmutableArray<FigureKind> MeasuresOf(FigureKind kind) => kind switch
    {
        FigureKind.PerSession => [FigureKind.Headcounts, FigureKind.People, FigureKind.Hours, FigureKind.Partners],
        FigureKind.PerMonth => [.. Measure.Kinds.Where(k => k is not (FigureKind.Enrolled or FigureKind.LatestQuantity))],
        FigureKind.Ratio or FigureKind.Achievement => Measure.Kinds,
        FigureKind.Retention => [FigureKind.Enrolled],
        FigureKind.Answers => [],
        _ => [kind],
    };

    /// <summary>What may be taken from the values of sessions or months. A total would count who comes twice as two people.</summary>
    public static ImmutableArray<Take> Takes { get; } = [Take.Mean, Take.Maximum, Take.Range];

    private static bool Offers(FigureChoice choice) => choice switch
    {
        EachSession c => Takes.Contains(c.Take) && MeasuresOf(c.Kind).Contains(c.Of.Kind),
        EachMonth c => Takes.Contains(c.Take) && MeasuresOf(c.Kind).Contains(c.Of.Kind),
        _ => true,
    };
}

public sealed record OneMeasure(Measure Of) : FigureChoice(Of.Kind)
{
    public override Formula ToFormula() => Of.ToFormula();
}

public sealed record EachSession(Measure Of, Take Take) : FigureChoice(FigureKind.PerSession)
{
    public override Formula ToFormula() => new PerSession(Of.ToFormula(), Of.ToSessions(), Take);
}

/// <param name="Strand">In whose months it is counted, and whose entries.</param>
public sealed record EachMonth(Measure Of, Slug Strand, Take Take) : FigureChoice(FigureKind.PerMonth)
{
    public override Formula ToFormula() => new PerMonth(Of.In(Strand.Value).ToFormula(), Strand, Take);
}

public sealed record OneToAnother(Measure Of, Measure To) : FigureChoice(FigureKind.Ratio)
{
    public override Formula ToFormula() => new Ratio(Of.ToFormula(), To.ToFormula());
}

public sealed record AgainstTarget(Measure Of, Slug Target) : FigureChoice(FigureKind.Achievement)
{
    public override Formula ToFormula() => new Achievement(Of.ToFormula(), Target);
}

/// <param name="OnPaper">Answers that were tallied on paper count too.</param>
public sealed record AnswersGiven(Slug Instrument, Slug Wave, Slug Item, ImmutableArray<Slug> Answers, bool OnPaper) : FigureChoice(FigureKind.Answers)
{
    public override Formula ToFormula() =>
        new Share(Responses("survey_response_recorded"), Item.Value, Answers, OnPaper ? Responses("survey_tallied") : null);

    internal static AnswersGiven? FromShare(Share share) =>
        share.Of.Where is { } where && where.GetValueOrDefault("instrument", []) is [var instrument] && where.GetValueOrDefault("wave", []) is [var wave]
        && Slug.IsValid(instrument) && Slug.IsValid(wave) && Slug.IsValid(share.Item)
            ? new(new(instrument), new(wave), new(share.Item), share.Answers, share.Tallies is not null) : null;

    private Selection Responses(string kind) => new(kind, ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        [KeyValuePair.Create("instrument", ImmutableArray.Create(Instrument.Value)), KeyValuePair.Create("wave", ImmutableArray.Create(Wave.Value))]));
}

/// <param name="Entered">Who is looked at: those who enrolled.</param>
/// <param name="Strands">Where they come to; none for all strands.</param>
/// <param name="Visits">At least so often …</param>
/// <param name="Within">… and for the last time at most so many days before the last day.</param>
/// <param name="Until">The last day.</param>
public sealed record Staying(Measure Entered, ImmutableArray<string> Strands, int Visits, int Within, LocalDate Until, CohortResult As)
    : FigureChoice(FigureKind.Retention)
{
    public override Formula ToFormula() =>
        new Cohort(Entered.ToSelection(), Measure.Of(FigureKind.People).In(Strands).ToSelection(), Visits, Within, Until, As);

    internal static Staying? FromCohort(Cohort cohort) =>
        cohort.Enters.Kind == "person_enrolled" && Measure.FromSelection(FigureKind.Enrolled, cohort.Enters) is { Strands: [] } entered
        && cohort.Visits.Kind == "person_attended" && Measure.FromSelection(FigureKind.People, cohort.Visits) is { } visits
            ? new(entered, visits.Strands, cohort.MinimumVisits, cohort.SeenWithinDays, cohort.CutOff, cohort.As) : null;
}
