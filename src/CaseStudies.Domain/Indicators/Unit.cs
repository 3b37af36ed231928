using System.Collections.Frozen;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <summary>The unit of a number: its class, and the word that tells it from others of that class.</summary>
/// <param name="Word">
/// The unit as recorded (<c>kg</c>, <c>volumes</c>), in the plural where it has one; for items, what was counted (<c>consultation_received</c>). Null
/// where the class says all.
/// </param>
internal readonly record struct Unit(UnitClass Class, string? Word = null)
{
    /// <summary>The words that entries use for units. Any other word is a unit of its own, and like nothing but itself.</summary>
    private static readonly FrozenDictionary<string, Unit> s_words = Words(
        (UnitClass.People, null, "people person persons different-people individual individuals"),
        (UnitClass.Attendances, null, "attendances attendance visits visit visitors visitor heads head participants participant places-taken"),
        (UnitClass.PersonMonths, null, "person-months person-month"),
        (UnitClass.Pairs, null, "pairs pair"),
        (UnitClass.Households, null, "households household families family"),
        (UnitClass.Sessions, null, "sessions session"),
        (UnitClass.Responses, null, "responses response answers answer sheets"),
        (UnitClass.Organisations, null, "organisations organisation organizations organization partners partner"),
        (UnitClass.Places, null, "places place venues venue"),
        (UnitClass.Mass, "kg", "kg kilogram kilograms"),
        (UnitClass.Mass, "g", "g gram grams"),
        (UnitClass.Mass, "t", "t ton tons tonne tonnes"),
        (UnitClass.Volume, "l", "l litre litres liter liters"),
        (UnitClass.Distance, "km", "km kilometre kilometres kilometer kilometers"),
        (UnitClass.Distance, "m", "m metre metres meter meters"),
        (UnitClass.Money, "yen", "yen jpy"),
        (UnitClass.Money, "usd", "usd dollar dollars"),
        (UnitClass.Money, "eur", "eur euro euros"),
        (UnitClass.Time, "minutes", "minutes minute min"),
        (UnitClass.Time, "hours", "hours hour h"),
        (UnitClass.Time, "days", "days day"),
        (UnitClass.Time, "weeks", "weeks week"),
        (UnitClass.Time, "months", "months month"),
        (UnitClass.Time, "years", "years year"),
        (UnitClass.Points, null, "points point"),
        (UnitClass.Percent, null, "percent per-cent percentage"));

    /// <summary>What printed words that name a unit may stand for. 人 is printed for heads and for answers too, but never for households or yen.</summary>
    private static readonly FrozenDictionary<string, UnitClass[]> s_printed = Printed(
        ("人 名 people persons", [UnitClass.People, UnitClass.Attendances, UnitClass.PersonMonths, UnitClass.Responses]),
        ("実人数 different_people unique_people individuals", [UnitClass.People]),
        ("延べ人数 attendances", [UnitClass.Attendances]),
        ("visits", [UnitClass.Attendances, UnitClass.Sessions]),
        ("人月 person-months", [UnitClass.PersonMonths]),
        ("組 pairs", [UnitClass.Pairs]),
        ("世帯 households", [UnitClass.Households]),
        ("sessions", [UnitClass.Sessions]),
        ("団体 organisations", [UnitClass.Organisations]),
        ("kg g", [UnitClass.Mass]),
        ("円 千円 万円 yen", [UnitClass.Money]),
        ("分 時間 日 週 か月 minutes hours days weeks months", [UnitClass.Time]),
        ("点 points", [UnitClass.Points]));

    /// <summary>The unit that a word in an entry stands for.</summary>
    public static Unit FromWord(string word) => s_words.TryGetValue(word, out var known) ? known
        : word.Contains("-per-", StringComparison.Ordinal) ? new(UnitClass.Rate, word)
        : new(UnitClass.Items, word);

    /// <summary>The unit of a formula's value.</summary>
    /// <param name="percent">Whether it is shown as a percentage.</param>
    public static Unit Of(Formula formula, bool percent = false) => formula switch
    {
        Share or Achievement or Cohort { As: CohortResult.Share } or Score { As: ScoreResult.Share } => new(UnitClass.Percent),
        Ratio => new(percent ? UnitClass.Percent : UnitClass.Rate),
        Count c => c.Of.Kind switch
        {
            "session_held" => new(UnitClass.Sessions),
            "person_attended" => new(UnitClass.Attendances),
            "survey_response_recorded" => new(UnitClass.Responses),
            var kind => new(UnitClass.Items, kind),
        },
        Sum { Of.Kind: "activity_logged" } or Hours => new(UnitClass.Time, "hours"),
        Sum { Of.Kind: "survey_tallied" } => new(UnitClass.Responses),
        // Heads of several sessions, places offered, readings of several days: the same person may be in several of them.
        Sum s => Observed(s.Of) is { Class: UnitClass.People } ? new(UnitClass.Attendances) : Observed(s.Of),
        Distinct d => Keys(d.By, d.Of),
        Listed l => Keys(l.By, l.Of),
        Latest { Of.Kind: "quantity_observed" } l => Observed(l.Of),
        Latest => new(UnitClass.Declared),
        Running r => Length(r.Unit),
        Interval i => Length(i.Unit),
        Cohort or PairedChange { As: not ChangeResult.Mean } => new(UnitClass.People),
        PairedChange or Score => new(UnitClass.Points),
        PerMonth p => Each(p.Of, p.Take, percent, UnitClass.PersonMonths),
        PerWeek p => Each(p.Of, p.Take, percent, UnitClass.Rate),
        PerSession p => Each(p.Of, p.Take, percent, UnitClass.Attendances),
        PerKey p => Each(p.Of, p.Take, percent, UnitClass.Attendances),
        _ => throw new ArgumentOutOfRangeException(nameof(formula)),
    };

    /// <summary>Whether a value in this unit may be divided by one in the other and be shown as a percentage.</summary>
    public bool IsLike(Unit other) => this == other && Class is not (UnitClass.Percent or UnitClass.Rate or UnitClass.Points or UnitClass.Declared);

    /// <summary>Whether a target or a baseline in the other unit, as recorded, may stand beside a value in this one.</summary>
    /// <remarks>Heads are mostly recorded as people. Every programme has words of its own for items and rates, so these cannot decide.</remarks>
    public bool MayStandBeside(Unit recorded) => Class switch
    {
        UnitClass.Attendances or UnitClass.PersonMonths => recorded.Class == Class || recorded.Class == UnitClass.People,
        UnitClass.Items => recorded.Class is UnitClass.Items or UnitClass.Rate,
        UnitClass.Rate => recorded.Class is UnitClass.Items or UnitClass.Rate or UnitClass.Sessions,
        UnitClass.Declared => true,
        _ => this == recorded,
    };

    /// <summary>Whether a printed unit, such as 人 or <c>people</c>, says something else than what is counted. A word that is not known says nothing.</summary>
    public bool IsContradictedBy(string printed) =>
        Class is not (UnitClass.Items or UnitClass.Rate or UnitClass.Declared)
        && s_printed.TryGetValue(printed.Trim(), out var says) && !says.Contains(Class);

    /// <summary>A total of different keys counts a key once in each month or session, so it is no number of different ones.</summary>
    private static Unit Each(Formula of, Take take, bool percent, UnitClass people) => (of, take) switch
    {
        (Distinct { By: "person" }, Take.Total) => new(people),
        (Distinct d, Take.Total) => new(UnitClass.Items, d.By),
        _ => Of(of, percent),
    };

    private static Unit Observed(Selection of) => of.Admitted("unit") is [var unit] ? FromWord(unit) : new(UnitClass.Items);

    private static Unit Keys(string by, IEnumerable<Selection> of) => by switch
    {
        "person" => new(UnitClass.People),
        "partner" => new(UnitClass.Organisations),
        "session" => new(UnitClass.Sessions),
        "venue" => new(UnitClass.Places),
        "value" => new(UnitClass.Items, $"value of {of.SelectMany(o => o.Admitted("attribute")).Order(StringComparer.Ordinal).FirstOrDefault()}"),
        _ => new(UnitClass.Items, by),
    };

    private static Unit Length(CalendarUnit unit) =>
        new(UnitClass.Time, unit switch { CalendarUnit.Day => "days", CalendarUnit.Week => "weeks", _ => "months" });

    private static FrozenDictionary<string, Unit> Words(params (UnitClass Class, string? Word, string Spellings)[] units) => units
        .SelectMany(u => u.Spellings.Split(' ').Select(s => (s, new Unit(u.Class, u.Word)))).ToFrozenDictionary(u => u.s, u => u.Item2, StringComparer.Ordinal);

    private static FrozenDictionary<string, UnitClass[]> Printed(params (string Words, UnitClass[] Of)[] units) => units
        .SelectMany(u => u.Words.Split(' ').Select(w => (Word: w.Replace('_', ' '), u.Of)))
        .ToFrozenDictionary(u => u.Word, u => u.Of, StringComparer.OrdinalIgnoreCase);
}
