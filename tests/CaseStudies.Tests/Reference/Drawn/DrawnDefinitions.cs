using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using NodaTime;

namespace CaseStudies.Tests.Reference.Drawn;

/// <summary>Definitions that the rules accept.</summary>
internal sealed class DrawnDefinitions(Chance chance, DrawnSelections selections, Func<LocalDate> day)
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
            if (Shown(_formulas.Of(node), When()) is { } accepted)
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
        if (Shows.For(formula).FirstOrDefault(s => IndicatorRules.Check(read with { Show = s }) is null) is { } show)
        {
            var shown = definition["show"]!;
            (shown["counts"], shown["percent"], shown["unit"]) = (JsonNamingPolicy.KebabCaseLower.ConvertName($"{show.Counts}"), show.Percent,
                Chance.Text(show.Unit.Ja));
            var sound = read with { Show = show };
            if (chance.Happens(0.4))
                definition["target"] = chance.One(Vocabulary.Values["target"]);
            sound = AddAgainst(definition, sound);
            if (chance.Happens(0.1))
                AddWord(definition, sound);
            return definition;
        }

        return null;
    }

    private Indicator AddAgainst(JsonObject definition, Indicator sound)
    {
        if (Against() is not { } against)
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

    private JsonArray? Against()
    {
        string[] all = ["baseline", "year-before", "strand"];
        var against = all.Where(_ => chance.Happens(0.15)).Select(Held).ToArray<JsonNode?>();
        return against.Length == 0 ? null : new(against);
    }

    private JsonObject Held(string what)
    {
        var against = new JsonObject { ["what"] = what };
        if (what != "year-before")
            against["key"] = chance.One(Vocabulary.Values[what]);
        return against;
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
            < 15 => new() { ["from"] = Chance.Iso(from) },
            < 18 => new() { ["to"] = Chance.Iso(to) },
            _ => new() { ["since"] = selections.Of(selections.AnyKind()), ["forDays"] = chance.One(1, 14, 60, 180) },
        };
    }
}
