using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;

namespace CaseStudies.Tests.Indicators;

/// <summary>A refusal points at the place in the definition that breaks the rule, and says what would be allowed.</summary>
public sealed class RulePlacesTests
{
    [Fact]
    public void Every_refusal_points_into_the_definition_at_what_is_there_or_is_missing() =>
        Assert.All(IndicatorRulesTests.Pairs, pair =>
        {
            var at = IndicatorRules.Check(pair.Refused)!.At!;
            Assert.StartsWith("/definition/", at, StringComparison.Ordinal);
            var around = at.IndexOf("/where/", StringComparison.Ordinal) is > 0 and var where ? at[..where] : at[..at.LastIndexOf('/')];
            Assert.True(Stands(pair.Refused, at) || Stands(pair.Refused, around), $"{at}: {pair.Rule}");
        });

    [Theory]
    [InlineData("give either a month or from and to", "/definition/when")]
    [InlineData("the end is before the beginning", "/definition/when/to")]
    [InlineData("a window has 1 to", "/definition/when/forDays")]
    [InlineData("the step of an approximation", "/definition/show/approximately/grain")]
    [InlineData("a share must be shown as a percentage", "/definition/show/percent")]
    [InlineData("the unit % must be used", "/definition/show/unit")]
    [InlineData("does not count sessions, but sessions per month", "/definition/show/counts")]
    [InlineData("can never have the value", "/definition/formula/of/where/sessionKind/0")]
    [InlineData("name exactly one 'unit'", "/definition/formula/of/where/unit")]
    [InlineData("has no quantity 'hours'", "/definition/formula/quantity")]
    [InlineData("declares no value", "/definition/formula/of/kind")]
    [InlineData("continuing needs at least one visit", "/definition/formula/minimumVisits")]
    [InlineData("membership needs at least one entry", "/definition/formula/of/who/atLeast")]
    [InlineData("shares cannot be averaged", "/definition/formula/take")]
    [InlineData("a mean score cannot be divided", "/definition/formula/of")]
    [InlineData("the sessions must be sessions held", "/definition/formula/sessions/kind")]
    [InlineData("the headcounts must be limited", "/definition/formula/heads/where/unit")]
    [InlineData("has no dimension 'thread'", "/definition/formula/by")]
    [InlineData("tallies must be paper tallies", "/definition/formula/tallies/kind")]
    public void The_place_is_that_of_the_rule(string rule, string place)
    {
        var refusal = IndicatorRules.Check(IndicatorRulesTests.Pairs.First(p => p.Rule.StartsWith(rule, StringComparison.Ordinal)).Refused)!;

        Assert.Contains(rule, refusal.Sentence.En, StringComparison.Ordinal);
        Assert.Equal(place, refusal.At);
    }

    [Theory]
    [InlineData("has no dimension 'stage'", "'proposedBy', 'session', 'sessionKind', 'strand', 'venue'")]
    [InlineData("has no quantity 'hours'", "'value'")]
    [InlineData("can never have the value", "regular, training, meeting")]
    [InlineData("does not count households", "but hours")]
    [InlineData("is not a state", "partner_linked, person_enrolled, role_taken")]
    [InlineData("this formula cannot be computed by month", "counts, sums, numbers of different keys, hours, shares and ratios of these can")]
    public void What_would_be_allowed_is_named(string rule, string allowed) => Assert.Contains(
        allowed, IndicatorRules.Check(IndicatorRulesTests.Pairs.First(p => p.Rule.StartsWith(rule, StringComparison.Ordinal)).Refused)!.Sentence.En,
        StringComparison.Ordinal);

    private static bool Stands(Indicator definition, string at)
    {
        JsonNode? node = new JsonObject { ["definition"] = JsonSerializer.SerializeToNode(definition, DomainJson.Options) };
        foreach (var step in at.Split('/').Skip(1))
            node = node is JsonArray list ? list.ElementAtOrDefault(int.Parse(step, CultureInfo.InvariantCulture)) : node?[step];
        return node is not null;
    }
}
