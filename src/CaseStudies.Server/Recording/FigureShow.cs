using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;

namespace CaseStudies.Server.Recording;

/// <summary>How a figure is shown where nobody says otherwise: what it counts, in which unit, with how many decimals.</summary>
internal static class FigureShow
{
    private static readonly PublicText s_percent = new("%", "%");

    public static Show Default(FigureChoice choice, Terms terms) => choice switch
    {
        OneMeasure c => new(c.Of.Counts, UnitOf(c.Of, terms), DecimalsOf(c.Of)),
        EachSession { Take: Take.Maximum } c => new(c.Of.Counts, UnitOf(c.Of, terms), DecimalsOf(c.Of)),
        EachSession c => new(c.Of.Counts, Per(UnitOf(c.Of, terms), new("回", "session")), Decimals(c.Of, c.Take)),
        EachMonth c => new(c.Of.Kind == FigureKind.Sessions ? Counted.SessionsPerMonth : c.Of.Counts,
            c.Take == Take.Maximum ? UnitOf(c.Of, terms) : Per(UnitOf(c.Of, terms), new("月", "month")), Decimals(c.Of, c.Take)),
        OneToAnother c => Quotient(c, terms),
        AgainstTarget => new(Counted.Achievement, s_percent, Percent: true),
        Staying { As: CohortResult.People } => new(Counted.People, new("人", "people")),
        AnswersGiven or Staying => new(Counted.Share, s_percent, Percent: true),
        _ => throw new ArgumentOutOfRangeException(nameof(choice)),
    };

    /// <summary>A percentage where the rules allow one, and otherwise so much of one thing for each of the other.</summary>
    private static Show Quotient(OneToAnother choice, Terms terms)
    {
        var (of, to) = (UnitOf(choice.Of, terms), UnitOf(choice.To, terms));
        var rate = new Show(Counted.Rate, Per(of, new(to.Ja, EnglishPlurals.Unit("1", to.En))), 1);
        Show[] all = [new(Counted.Share, s_percent, Percent: true), new(Counted.Ratio, s_percent, Percent: true), rate];
        return all.FirstOrDefault(s => IndicatorRules.Check(new(s_percent, choice.ToFormula(), s)) is null) ?? rate;
    }

    private static PublicText UnitOf(Measure measure, Terms terms) => measure.Counts switch
    {
        Counted.Sessions => new("回", "sessions"),
        Counted.Attendances => new("人", "attendances"),
        Counted.Pairs => new("組", "pairs"),
        Counted.Households => new("世帯", "households"),
        Counted.People => new("人", "people"),
        Counted.Hours => new("時間", "hours"),
        Counted.Entries => new("件", "consultations"),
        Counted.Organisations => new("団体", "organisations"),
        _ => terms.Find("unit", measure.Where["unit"][0]),
    };

    private static PublicText Per(PublicText unit, PublicText each) => new($"{unit.Ja}/{each.Ja}", $"{unit.En} per {each.En}");

    private static int Decimals(Measure measure, Take take) => take == Take.Mean ? 1 : DecimalsOf(measure);

    private static int DecimalsOf(Measure measure) => measure.Counts == Counted.Hours ? 1 : 0;
}
