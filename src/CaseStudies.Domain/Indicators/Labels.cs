namespace CaseStudies.Domain.Indicators;

/// <summary>What each formula counts. No label converts into another, and a share divides like by like.</summary>
internal static class Labels
{
    /// <summary>Whether the formula must be shown as a percentage; null where both make sense (a pass rate, visits per session).</summary>
    public static bool? InPercent(Formula formula) => formula switch
    {
        Share or Achievement or Cohort { As: CohortResult.Share } or Score { As: ScoreResult.Share } => true,
        Ratio => null,
        PerMonth p => InPercent(p.Of),
        PerWeek p => InPercent(p.Of),
        _ => false,
    };

    /// <summary>The labels that are true of the value of the formula; empty where there is none.</summary>
    public static Counted[] Allowed(Formula formula, bool percent = false) => formula switch
    {
        Count { Of.Kind: "session_held" } => [Counted.Sessions, Counted.Entries],
        Count { Of.Kind: "person_attended" } => [Counted.Attendances],
        Count { Of.Kind: "survey_response_recorded" } => [Counted.Responses],
        Count => [Counted.Entries],
        Sum { Of.Kind: "participants_counted" or "session_planned" } f => [.. f.Of.Admitted("unit").Select(Heads)],
        Sum { Of.Kind: "activity_logged" } or Hours => [Counted.Hours],
        Sum { Of.Kind: "survey_tallied" } => [Counted.Responses],
        Sum or Latest { Of.Kind: "quantity_observed" } => Observed(Unit.Of(formula).Class),
        Distinct { Heads: not null } => [Counted.People],
        Distinct f => Keys(f.By),
        Listed f => Keys(f.By),
        Latest => [Counted.Declared],
        Running or Interval => [Counted.Length],
        Ratio r => [!percent ? Counted.Rate : PartOfWhole.Holds(r) ? Counted.Share : Counted.Ratio],
        Achievement => [Counted.Achievement],
        Share or Cohort { As: CohortResult.Share } or Score { As: ScoreResult.Share } => [Counted.Share],
        Cohort => [Counted.People],
        PairedChange { As: ChangeResult.Mean } => [Counted.Change],
        PairedChange => [Counted.People],
        Score => [Counted.Score],
        PerMonth p => Each(p.Of, p.Take, percent, Counted.SessionsPerMonth, Counted.PersonMonths),
        PerWeek p => Each(p.Of, p.Take, percent, Counted.Rate, null),
        PerSession p => Each(p.Of, p.Take, percent, null, Counted.Attendances),
        PerKey p => Each(p.Of, p.Take, percent, null, null),
        _ => [],
    };

    /// <param name="sessions">The label of sessions per such period; null where they stay sessions.</param>
    /// <param name="people">The label of the total of people, which counts a person once in each period; null where there is none.</param>
    private static Counted[] Each(Formula of, Take take, bool percent, Counted? sessions, Counted? people) => (of, take) switch
    {
        (Count { Of.Kind: "session_held" }, not Take.Total) when sessions is { } label => [label],
        (Distinct { By: "person" }, Take.Total) => people is { } label ? [label] : [],
        (Distinct, Take.Total) => [Counted.Things],
        _ => Allowed(of, percent),
    };

    private static Counted[] Keys(string by) => by switch
    {
        "person" => [Counted.People],
        "partner" => [Counted.Organisations],
        "session" => [Counted.Sessions],
        "venue" => [Counted.Places],
        _ => [Counted.Things],
    };

    private static Counted[] Observed(UnitClass of) => of switch
    {
        UnitClass.People => [Counted.People, Counted.Things],
        UnitClass.Attendances => [Counted.Attendances, Counted.Things],
        UnitClass.Households => [Counted.Households, Counted.Things],
        _ => [Counted.Things],
    };

    private static Counted Heads(string unit) => unit switch { "pairs" => Counted.Pairs, "households" => Counted.Households, _ => Counted.Attendances };
}
