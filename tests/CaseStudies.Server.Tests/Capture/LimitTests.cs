using System.Text.Json.Nodes;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>Every list and every text of every kind of fact has an end, and whoever goes past it is told where and how far it may go.</summary>
public sealed class LimitTests
{
    private static readonly FactExamples s_examples = new(path => $"文 {path}");

    public static IEnumerable<TheoryDataRow<string>> Kinds => FactExamples.Kinds.Select(k => new TheoryDataRow<string>(k));

    [Theory, MemberData(nameof(Kinds))]
    public void No_list_and_no_text_is_without_a_limit(string kind)
    {
        foreach (var (pointer, change) in Changes(s_examples.Act(kind)[^1].AsObject(), "/facts/0").ToList())
        {
            var body = new JsonObject { ["command"] = Guid.NewGuid().ToString(), ["facts"] = new JsonArray(s_examples.Act(kind)[^1]) };
            change(body["facts"]![0]!);

            var refused = ContractValidatorTests.Refused("record", body);

            Assert.StartsWith(JsonPointer.OfPath(refused.Path)!, pointer, StringComparison.Ordinal);
            Assert.True(ErrorMessages.FromException(refused) is { Ja: { Length: > 10 } ja, En: var en }
                && !en.Contains("not of its form", StringComparison.Ordinal) && ja.Any(c => c > '\u3000'),
                $"{pointer}: {ErrorMessages.FromException(refused)}");
        }
    }

    [Fact]
    public void A_list_as_long_as_allowed_is_read()
    {
        var fact = s_examples.Act("initiative_opened")[^1];
        fact["areas"] = new JsonArray([.. Enumerable.Repeat(fact["areas"]![0]!, FullWidthNormalizer.MaximumItems).Select(a => a.DeepClone())]);

        Assert.NotNull(CommandReader.Read("record", new() { ["command"] = Guid.NewGuid().ToString(), ["facts"] = new JsonArray(fact) }));
    }

    [Fact]
    public void So_have_the_facts_of_an_act_and_any_list_whatever_it_holds()
    {
        var fact = s_examples.Act("strand_ended")[^1];
        JsonObject Act(int facts) =>
            new() { ["command"] = Guid.NewGuid().ToString(), ["facts"] = new JsonArray([.. Enumerable.Repeat(fact, facts).Select(f => f.DeepClone())]) };

        Assert.NotNull(CommandReader.Read("record", Act(500)));
        Assert.Equal("/facts", ContractValidatorTests.Refused("record", Act(501)).Path);
        Assert.Equal($"/x/{JsonBodyReader.MaximumListLength}",
            ContractValidatorTests.Refused("record",
                new() { ["x"] = new JsonArray([.. Enumerable.Range(0, JsonBodyReader.MaximumListLength + 1).Select(n => (JsonNode)n)]) }).Path);
    }

    /// <summary>Each list and free object grown past its end, each text made longer than any text.</summary>
    private static IEnumerable<(string Pointer, Action<JsonNode> Change)> Changes(JsonNode node, string prefix)
    {
        var free = prefix.EndsWith("/answers", StringComparison.Ordinal) || prefix.EndsWith("/tallies", StringComparison.Ordinal)
            || prefix.EndsWith("/where", StringComparison.Ordinal) || prefix.Contains("/tallies/", StringComparison.Ordinal);
        switch (node)
        {
            case JsonArray list:
                yield return (prefix, fact => Grow(At(fact, prefix).AsArray()));
                break;
            case JsonObject o when free:
                yield return (prefix, fact => Grow(At(fact, prefix).AsObject()));
                break;
            case JsonValue value when value.TryGetValue<string>(out _) && !prefix.EndsWith("/kind", StringComparison.Ordinal)
                && !prefix.EndsWith("/op", StringComparison.Ordinal):
                yield return (prefix, fact => At(fact, prefix).ReplaceWith(new string('長', JsonBodyReader.MaximumTextLength + 1)));
                if (prefix.EndsWith("/ja", StringComparison.Ordinal))
                    yield return (prefix, fact => At(fact, prefix).ReplaceWith(new string('長', 4_001)));
                break;
        }

        var below = node switch
        {
            JsonObject o => o.Select(m => (m.Value, Step: m.Key)),
            JsonArray a => a.Select((v, i) => (Value: v, Step: $"{i}")),
            _ => [],
        };
        foreach (var change in below.Where(b => b.Value is not null).SelectMany(b => Changes(b.Value!, $"{prefix}/{b.Step}")))
            yield return change;
    }

    private static void Grow(JsonArray list)
    {
        while (list.Count <= FullWidthNormalizer.MaximumItems)
            list.Add(list[0]!.DeepClone());
    }

    private static void Grow(JsonObject free)
    {
        var first = free.First().Value!;
        while (free.Count <= FullWidthNormalizer.MaximumItems)
            free[$"n{free.Count}"] = first.DeepClone();
    }

    private static JsonNode At(JsonNode fact, string pointer) =>
        pointer.Split('/')[3..].Aggregate(fact, (at, step) => at is JsonArray list ? list[int.Parse(step, null)]! : at[step]!);
}
