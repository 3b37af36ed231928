using System.Collections.Immutable;
using System.Globalization;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Recording;

/// <summary>Reads what a form says of a figure, and writes it. Whether the definition may be adopted is left to the rules of the domain.</summary>
internal sealed class FigureReading(FigureForm form)
{
    private const int MostDecimals = 6;

    private readonly ImmutableArray<(string Field, PublicText What)>.Builder _unclear = ImmutableArray.CreateBuilder<(string, PublicText)>();

    public (Indicator? Definition, ImmutableArray<(string Field, PublicText What)> Unclear) Read(Terms terms)
    {
        var (choice, label, unit, note, when) = (Choice(), Text("label", isNeeded: true), Text("unit"), Text("note"), When());
        var goal = form.Kind == FigureKind.Achievement ? null : Key("goal", isNeeded: false);
        var (decimals, rounding) = (Decimals(), Rounding());
        if (_unclear.Count > 0 || choice is null || label is null)
            return (null, _unclear.ToImmutable());
        var show = FigureShow.Default(choice, terms);
        show = show with { Unit = unit ?? show.Unit, Decimals = decimals ?? show.Decimals, Rounding = rounding };
        return (new(label, choice.ToFormula(), show, when, goal, form.Of("headline") == "on", note), []);
    }

    /// <summary>The fields of what is counted.</summary>
    public static ImmutableDictionary<string, string> Write(ImmutableDictionary<string, string> values, FigureChoice choice)
    {
        return choice switch
        {
            OneMeasure c => Of(c.Of),
            EachSession c => Of(c.Of).SetItem("take", Kebab.FromEnum(c.Take)),
            EachMonth c => Of(c.Of).SetItem("strand", c.Strand.Value).SetItem("take", Kebab.FromEnum(c.Take)),
            OneToAnother c => Of(c.Of).SetItem("per", c.To.Text).SetItem("perStrand", string.Join(',', c.To.Strands)),
            AgainstTarget c => Of(c.Of).SetItem("goal", c.Target.Value),
            AnswersGiven c => values.SetItem("answers", string.Join(',', c.Answers.Select(a => AnswerText(c.Instrument, c.Wave, c.Item, a))))
                .SetItem("onPaper", c.OnPaper ? "on" : ""),
            Staying c => Of(c.Entered).SetItem("strand", string.Join(',', c.Strands)).SetItem("visits", Number(c.Visits)).SetItem("within", Number(c.Within))
                .SetItem("until", DateFormat.Iso(c.Until)).SetItem("as", Kebab.FromEnum(c.As)),
            _ => throw new ArgumentOutOfRangeException(nameof(choice)),
        };

        ImmutableDictionary<string, string> Of(Measure of) => values.SetItem("of", of.Text).SetItem("strand", string.Join(',', of.Strands));

        static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The value of a box: an answer to an item, at one time of asking.</summary>
    public static string AnswerText(Slug instrument, Slug wave, Slug item, Slug answer) => $"{instrument};{wave};{item};{answer}";

    private FigureChoice? Choice()
    {
        switch (form.Kind)
        {
            case FigureKind.PerSession:
                return (Of("of", "strand"), Take()) is ({ } each, { } take) ? new EachSession(each, take) : null;
            case FigureKind.PerMonth:
                return (Of("of", null), Key("strand", isNeeded: true), Take()) is ({ } monthly, { } strand, { } taken)
                    ? new EachMonth(monthly.In(strand.Value), strand, taken) : null;
            case FigureKind.Ratio:
                return (Of("of", "strand"), Of("per", "perStrand")) is ({ } of, { } to) ? new OneToAnother(of, to) : null;
            case FigureKind.Achievement:
                return (Of("of", "strand"), Key("goal", isNeeded: true)) is ({ } done, { } goal) ? new AgainstTarget(done, goal) : null;
            case FigureKind.Answers:
                return Answers();
            case FigureKind.Retention:
                var (entered, strands, visits, within, until) = (Of("of", null), Strands("strand"), Whole("visits"), Whole("within"), Day("until"));
                var result = Among("as", Kebab.Find<CohortResult>(form.Of("as")));
                return entered is null || strands is null || result is null || until is null ? null
                    : new Staying(entered, strands.Value, visits, within, until.Value, result.Value);
            default:
                return Of("of", "strand") is { } measure ? new OneMeasure(measure) : null;
        }
    }

    private Measure? Of(string field, string? strands)
    {
        var (measure, within) = (Measure.Parse(form.Of(field)), strands is null ? [] : Strands(strands));
        if (measure is null || !FigureChoice.MeasuresOf(form.Kind).Contains(measure.Kind))
            return Unclear<Measure>(field, Typed.Listed);
        return within is { } chosen ? measure.In(chosen.AsEnumerable()) : null;
    }

    private ImmutableArray<string>? Strands(string field)
    {
        if (form.Ticked(field) is var ticked && ticked.All(Slug.IsValid) && ticked.Distinct().Count() == ticked.Length)
            return ticked;
        _unclear.Add((field, Typed.Listed));
        return null;
    }

    private Take? Take() => Among("take", Kebab.Find<Take>(form.Of("take")) is { } take && FigureChoice.Takes.Contains(take) ? take : (Take?)null);

    private AnswersGiven? Answers()
    {
        var ticked = form.Ticked("answers").Select(a => a.Split(';')).ToList();
        if (ticked.Count == 0)
            return Unclear<AnswersGiven>("answers", new("条件に当たる回答に印を付けてください。", "Tick the answers that count."));
        if (!ticked.TrueForAll(a => a is [_, _, _, _] && a.All(Slug.IsValid)))
            return Unclear<AnswersGiven>("answers", Typed.Listed);
        if (ticked.Select(a => (a[0], a[1], a[2])).Distinct().ToList() is not [var (instrument, wave, item)])
        {
            return Unclear<AnswersGiven>("answers", new(
                "一つの設問の回答だけに印を付けてください。別の設問や別の時点の回答は混ぜられません。",
                "Tick answers to one question alone. Those to other questions or of another time cannot be mixed."));
        }

        return new(new(instrument), new(wave), new(item), [.. ticked.Select(a => new Slug(a[3])).Distinct()], form.Of("onPaper") == "on");
    }

    private When? When()
    {
        var (first, last) = (form.Of("first").Length > 0 ? Day("first") : null, form.Of("last").Length > 0 ? Day("last") : null);
        var month = Typed.Month(form.Of("month"));
        if (form.Of("month").Length > 0 && month is null)
            _unclear.Add(("month", Typed.NoMonth));
        return month is null && first is null && last is null ? null : new(month, first, last);
    }

    private PublicText? Text(string field, bool isNeeded = false)
    {
        var (ja, en) = (form.Of(field), form.Of(field + FactForm.English));
        if (ja.Length == 0 && (isNeeded || en.Length > 0))
            return Unclear<PublicText>(field, Typed.Needed);
        return ja.Length == 0 ? null
            : Typed.IsText(ja) && (en.Length == 0 || Typed.IsText(en)) ? new(ja, en.Length == 0 ? ja : en) : Unclear<PublicText>(field, Typed.NoText);
    }

    private Slug? Key(string field, bool isNeeded)
    {
        var typed = form.Of(field);
        if (typed.Length == 0 && !isNeeded)
            return null;
        return Among(field, Slug.IsValid(typed) ? new Slug(typed) : (Slug?)null);
    }

    private LocalDate? Day(string field)
    {
        if (Typed.Day(form.Of(field)) is { } day)
            return day;
        _unclear.Add((field, Typed.NoDay));
        return null;
    }

    private int Whole(string field)
    {
        if (Typed.Whole(form.Of(field)) is { } number)
            return number;
        _unclear.Add((field, new("0 以上の整数を入力してください。", "Write a whole number from 0.")));
        return 0;
    }

    private int? Decimals() =>
        form.Of("decimals").Length == 0 ? null : Among("decimals", Typed.Whole(form.Of("decimals")) is { } places and <= MostDecimals ? places : (int?)null);

    private Rounding Rounding() =>
        form.Of("rounding").Length == 0 ? default : Among("rounding", Kebab.Find<Rounding>(form.Of("rounding"))) ?? default;

    private T? Among<T>(string field, T? found) where T : struct
    {
        if (found is null)
            _unclear.Add((field, Typed.Listed));
        return found;
    }

    private T? Unclear<T>(string field, PublicText what) where T : class
    {
        _unclear.Add((field, what));
        return null;
    }
}
