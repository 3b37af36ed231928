using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using NodaTime;

namespace CaseStudies.Tests.Reference.Drawn;

/// <summary>Definitions that the rules accept.</summary>
/// <param name="day">A day that something may have happened on.</param>
/// <param name="yearBefore">How likely they are to look at the year before.</param>
internal sealed class DrawnDefinitions(Chance chance, DrawnSelections selections, Func<LocalDate> day, double yearBefore = 0.15)
{
    private static readonly string[] s_words = [.. Enum.GetValues<Approximator>().Select(w => JsonNamingPolicy.KebabCaseLower.ConvertName($"{w}"))];


    private readonly DrawnFormulas _formulas = new(chance, selections, day);

    public int Tried { get; private set; }
    public int Accepted { get; private set; }

    /// <summary>One with this node outermost.</summary>
    public JsonObject With(string node)
    {
        for (var attempt = 0; attempt < 12; attempt++)
        {
            Tried++;
            var formula = _formulas.Of(node);
            if (Shown(formula, Naive.NaiveTime.ReadsWhatHappens(formula) || chance.Happens(0.45) ? When() : ToCome()) is { } accepted)
            {
                Accepted++;
                return accepted;
            }
        }

        return Shown(new JsonObject { ["op"] = "count", ["of"] = new JsonObject { ["kind"] = "session_held" } }, null)!;
    }

    private JsonObject? Shown(JsonObject formula, JsonObject? when)
    {
        var definition = new JsonObject
        {
            ["label"] = Chance.Text("A number"), ["formula"] = formula,
            ["show"] = new JsonObject { ["counts"] = "entries", ["unit"] = Chance.Text("units"), ["decimals"] = 0, ["percent"] = false,
                ["rounding"] = "half-up" },
        };
        if (when is not null)
            definition["when"] = when;
        var read = definition.Deserialize<Indicator>(DomainJson.Options)!;
        if (Shows.For(formula, chance.Happens(0.6)).FirstOrDefault(s => IndicatorRules.Check(read with { Show = s }) is null) is { } show)
        {
            var shown = definition["show"]!;
            (shown["counts"], shown["percent"], shown["unit"]) = (JsonNamingPolicy.KebabCaseLower.ConvertName($"{show.Counts}"), show.Percent,
                Chance.Text(show.Unit.Ja));
            var sound = read with { Show = show };
            var unit = Naive.NaiveUnits.Of(formula, show.Percent);
            if (chance.Happens(0.4))
                definition["target"] = selections.Declared("target_set", "target", unit);
            sound = AddAgainst(definition, sound, unit);
            if (chance.Happens(0.1))
                AddWord(definition, sound);
            return definition;
        }

        return null;
    }

    private Indicator AddAgainst(JsonObject definition, Indicator sound, string unit)
    {
        if (Against(unit) is not { } against)
            return sound;
        var more = sound with { Against = against.Deserialize<ImmutableArray<Against>>(DomainJson.Options) };
        if (IndicatorRules.Check(more) is not null)
            return sound;
        definition["against"] = against;
        return more;
    }

    private void AddWord(JsonObject definition, Indicator sound)
    {
        var about = new JsonObject { ["word"] = chance.One(s_words), ["grain"] = chance.One("1", "2", "5") };
        if (IndicatorRules.Check(sound with { Show = sound.Show with { Approximately = about.Deserialize<Approximation>(DomainJson.Options) } }) is null)
            definition["show"]!["approximately"] = about;
    }

    private JsonArray? Against(string unit)
    {
        (string What, double Likely)[] all = [("baseline", 0.24), ("year-before", yearBefore), ("strand", 0.15)];
        var against = all.Where(w => chance.Happens(w.Likely)).Select(w => Held(w.What, unit)).ToArray<JsonNode?>();
        return against.Length == 0 ? null : new(against);
    }

    private JsonObject Held(string what, string unit)
    {
        var against = new JsonObject { ["what"] = what };
        if (what != "year-before")
            against["key"] = what == "baseline" ? selections.Declared("baseline_recorded", what, unit) : chance.One(Vocabulary.Values[what]);
        return against;
    }

    /// <summary>Days that have mostly not begun: of plans and declarations something can be told all the same.</summary>
    private JsonObject ToCome()
    {
        var from = day().PlusDays(chance.From(1, 20));
        return new() { ["from"] = Chance.Iso(from), ["to"] = Chance.Iso(from.PlusDays(chance.From(0, 90))) };
    }

    private JsonObject? When()
    {
        var (one, other) = (day(), day());
        var (from, to) = one < other ? (one, other) : (other, one);
        return chance.Below(20) switch
        {
            < 8 => null,
            < 10 => new() { ["month"] = Chance.Iso(one)[..7] },
            < 13 => new() { ["from"] = Chance.Iso(from), ["to"] = Chance.Iso(to) },
            < 15 => new() { ["from"] = Chance.Iso(chance.Happens(0.4) ? from : other.PlusDays(chance.From(1, 60))) },
            < 18 => new() { ["to"] = Chance.Iso(to) },
            _ => new() { ["since"] = selections.Of(selections.AnyKind()), ["forDays"] = chance.One(1, 14, 60, 180) },
        };
    }
}
