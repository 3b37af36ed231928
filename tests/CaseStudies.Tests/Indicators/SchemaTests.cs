using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Tests.Contracts;

namespace CaseStudies.Tests.Indicators;

public sealed class SchemaTests
{
    private const string Whole = """
        {"label":{"ja":"開催回数","en":"Sessions"},"formula":{"op":"count","of":{"kind":"session_held"}},
        "show":{"counts":"sessions","unit":{"ja":"回","en":"sessions"}}}
        """;

    [Fact]
    public void The_committed_schema_is_the_one_that_follows_from_the_types() => Assert.Equal(SchemaOfIndicators.Generate(), IndicatorSchema.Text);

    [Theory]
    [InlineData("indicator_adopted_v5")]
    [InlineData("indicator_revised_v5")]
    public void The_definitions_of_the_contracts_are_of_its_form(string storedName) =>
        Assert.True(Accepts(Contract.Tree(storedName)["definition"]!.ToJsonString()));

    [Theory]
    [InlineData("", "")]
    [InlineData("}}}", "},\"decimals\":2},\"target\":\"visits\",\"when\":{\"month\":\"2025-12\"}}")]
    [InlineData("}}}", "},\"approximately\":{\"word\":\"yaku\",\"grain\":\"0.5\"}},\"when\":{\"from\":\"2025-04-01\",\"to\":null}}")]
    [InlineData("\"session_held\"}", "\"session_held\",\"where\":{\"strand\":[\"cafe\"]}}")]
    [InlineData("{\"op\":\"count\",\"of\":{\"kind\":\"session_held\"}}", "{\"op\":\"latest\",\"of\":{\"kind\":\"target_set\"}}")]
    public void What_the_schema_accepts_is_read(string part, string by) => Assert.Equal((true, true), Judged(part, by));

    [Theory]
    [InlineData("\"count\"", "\"median\"")]
    [InlineData("\"op\":\"count\",", "")]
    [InlineData("\"sessions\",\"unit\"", "\"dreams\",\"unit\"")]
    [InlineData("\"session_held\"}", "\"session_held\",\"surplus\":1}")]
    [InlineData("\"session_held\"}", "\"session_held\",\"where\":{\"strand\":\"cafe\"}}")]
    [InlineData("\"session_held\"}", "\"session_held\",\"where\":{\"strand\":[null]}}")]
    [InlineData("{\"kind\":\"session_held\"}", "null")]
    [InlineData("\"ja\":\"回\",", "")]
    [InlineData("\"回\"", "\" \"")]
    [InlineData("}}}", "},\"decimals\":\"2\"}}")]
    [InlineData("}}}", "},\"approximately\":{\"word\":\"yaku\",\"grain\":0.5}}}")]
    [InlineData("}}}", "},\"approximately\":{\"word\":\"yaku\",\"grain\":\"1e9\"}}}")]
    [InlineData("}}}", "}},\"target\":\"Visits\"}")]
    [InlineData("}}}", "}},\"when\":{\"month\":\"2025-13\"}}")]
    [InlineData("}}}", "}},\"when\":{\"from\":\"2025-4-1\"}}")]
    public void What_the_schema_refuses_is_not_read(string part, string by) => Assert.Equal((false, false), Judged(part, by));

    /// <summary>By the schema, and by the reader itself: they may not part.</summary>
    private static (bool Schema, bool Reader) Judged(string part, string by)
    {
        var json = part.Length == 0 ? Whole : Whole.Replace(part, by, StringComparison.Ordinal);
        Assert.True(part.Length == 0 || json != Whole);
        return (Accepts(json), Reads(json));
    }

    private static bool Accepts(string json) => new SchemaCheck(JsonNode.Parse(IndicatorSchema.Text)!).Accepts(JsonNode.Parse(json));

    private static bool Reads(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<Indicator>(json, DomainJson.Options) is not null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return false;
        }
    }
}
