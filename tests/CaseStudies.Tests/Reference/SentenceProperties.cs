using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Tests.Reference.Drawn;
using NodaTime.Text;

namespace CaseStudies.Tests.Reference;

/// <summary>Two definitions that can differ in value never read alike, in either language.</summary>
[Trait("Takes", "long")]
public sealed class SentenceProperties(ITestOutputHelper output)
{
    /// <summary>More for a longer look: SENTENCE_HISTORIES.</summary>
    private static readonly int s_histories = int.Parse(Environment.GetEnvironmentVariable("SENTENCE_HISTORIES") ?? "100", CultureInfo.InvariantCulture);

    private const int FewestOfEach = 200;
    private const int FewestPairs = 10_000;

    [Fact]
    public void Definitions_that_differ_read_differently()
    {
        var (nearest, pairs, alike, read) = (0L, 0L, new ConcurrentBag<string>(), new ConcurrentDictionary<string, int>());
        Parallel.For(3_000_000, 3_000_000 + s_histories, seed =>
        {
            var history = new DrawnHistory(seed);
            var terms = new Terms(EntryBook.AsKnown(Product.Rows(history.Happenings)));
            var drawn = DrawnFormulas.Nodes.Select(history.Definitions.With).ToList();
            var pool = new Pool(drawn);
            // Of all definitions of a history with their neighbours, each sentence has one meaning.
            var (meanings, definitions) = (new Dictionary<(Language, string), string>(), 0L);
            foreach (var (definition, neighbour) in drawn.SelectMany(d => pool.Neighbours(d).Prepend(d).Select(n => (d, n))))
            {
                if (Read(neighbour) is not { } indicator)
                    continue;
                var (sentence, meaning) = (Figures.Sentence(indicator, terms), Meaning(neighbour).ToJsonString());
                Interlocked.Add(ref pairs, definitions++);
                if (meaning != Meaning(definition).ToJsonString())
                    Interlocked.Increment(ref nearest);
                foreach (var node in Formulas.Nodes(neighbour).Distinct())
                    read.AddOrUpdate(node, 1, (_, count) => count + 1);
                foreach (var language in Enum.GetValues<Language>())
                {
                    var place = (language, sentence.In(language));
                    if (!meanings.TryAdd(place, meaning) && meanings[place] is var other && other != meaning)
                        alike.Add($"{seed}: {sentence.In(language)}\n  {other}\n  {meaning}");
                }
            }
        });

        output.WriteLine($"pairs: {pairs}, of them nearest neighbours that differ: {nearest}");
        output.WriteLine(string.Join('\n', read.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"definitions with {r.Key}: {r.Value}")));
        Assert.True(alike.IsEmpty, string.Join("\n", alike.Order(StringComparer.Ordinal).Take(5)) + $"\n{alike.Count} in all");
        Assert.True(nearest >= FewestPairs, $"{nearest} pairs");
        Assert.All(DrawnFormulas.Nodes, node => Assert.InRange(read.GetValueOrDefault(node), FewestOfEach, int.MaxValue));
    }

    /// <summary>Null where the rules refuse it, or it is not a definition at all.</summary>
    private static Indicator? Read(JsonObject definition)
    {
        try
        {
            return definition.Deserialize<Indicator>(DomainJson.Options) is { } read && IndicatorRules.Check(read) is null ? read : null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or FormatException)
        {
            return null;
        }
    }

    /// <summary>What can change the value, in one form: without names and comparisons, sets in order, defaults left out.</summary>
    private static JsonObject Meaning(JsonObject definition) => new()
    {
        ["formula"] = InOneForm("formula", definition["formula"]!), ["when"] = definition["when"] is { } when ? InOneForm("when", when) : null,
        ["counts"] = (string)definition["show"]!["counts"]!, ["percent"] = (bool?)definition["show"]!["percent"] ?? false,
        ["about"] = (string?)definition["show"]!["approximately"]?["word"],
    };

    private static JsonNode InOneForm(string name, JsonNode node) => node switch
    {
        JsonObject o => new JsonObject(o.Where(m => m.Value is not null && !IsDefault(o, m.Key, m.Value)).OrderBy(m => m.Key, StringComparer.Ordinal)
            .Select(m => KeyValuePair.Create(m.Key, (JsonNode?)InOneForm(m.Key, m.Value!)))),
        JsonArray a => new JsonArray([.. Ordered(name, a.Select(i => InOneForm(name, i!)))]),
        _ => node.DeepClone(),
    };

    /// <summary>Of several items of a form each counts, so that naming one twice counts it twice; everything else is a set.</summary>
    private static IEnumerable<JsonNode> Ordered(string name, IEnumerable<JsonNode> items) =>
        (name == "items" ? items : items.DistinctBy(i => i.ToJsonString())).OrderBy(i => i.ToJsonString(), StringComparer.Ordinal);

    private static bool IsDefault(JsonObject of, string member, JsonNode value) => member switch
    {
        "where" => value.AsObject().Count == 0,
        "atLeast" => of.ContainsKey("over") && (int)value == 1,
        "by" => of.ContainsKey("over") && (string?)value == "person",
        "pausesExcused" => !(bool)value,
        "quantity" when value is JsonValue => InitiativeEventCatalogue.Facts[(string)of["of"]!["kind"]!].Quantities.Count() == 1,
        _ => false,
    };

    /// <summary>The words that stand in a history's definitions, by the member that they stand in; and what one step makes of a definition with them.</summary>
    private sealed class Pool
    {
        private readonly Dictionary<string, SortedSet<string>> _words = new(StringComparer.Ordinal);

        public Pool(IEnumerable<JsonObject> definitions)
        {
            foreach (var definition in definitions)
                Take("", definition);
        }

        public IEnumerable<JsonObject> Neighbours(JsonObject definition)
        {
            foreach (var formula in Changed("formula", definition["formula"]!).Concat(Regrouped(definition["formula"]!.AsObject())))
                yield return With(definition, "formula", formula);
            if (definition["when"] is not { } when)
                yield break;
            yield return With(definition, "when", null);
            foreach (var other in Changed("when", when))
                yield return With(definition, "when", other);
        }

        private void Take(string member, JsonNode? node)
        {
            foreach (var (name, value) in node as JsonObject ?? [])
                Take(name, value);
            foreach (var item in node as JsonArray ?? [])
                Take(member, item);
            if (node?.GetValueKind() != JsonValueKind.String)
                return;
            if (!_words.TryGetValue(member, out var words))
                _words.Add(member, words = new(StringComparer.Ordinal));
            words.Add((string)node!);
        }

        private IEnumerable<JsonNode> Changed(string member, JsonNode node) => node switch
        {
            JsonObject o => o.SelectMany(m => (m.Value is null ? [] : Changed(m.Key, m.Value).Select(v => With(o, m.Key, v))).Append(Without(o, m.Key))),
            JsonArray a => a.SelectMany((item, at) => Changed(member, item!).Select(v => With(a, at, v)).Append(With(a, at, null))),
            JsonValue v when v.GetValueKind() == JsonValueKind.Number => [JsonValue.Create((int)v - 1), JsonValue.Create((int)v + 1)],
            JsonValue v when v.GetValueKind() is JsonValueKind.True or JsonValueKind.False => [JsonValue.Create(!(bool)v)],
            JsonValue v when LocalDatePattern.Iso.Parse((string)v!) is { Success: true, Value: var day } =>
                [JsonValue.Create(LocalDatePattern.Iso.Format(day.PlusDays(1)))],
            JsonValue v => (_words.GetValueOrDefault(member) ?? []).Where(w => w != (string)v!).Take(6).Select(w => JsonValue.Create(w)!),
            _ => [],
        };

        /// <summary>(a ÷ b) ÷ c becomes a ÷ (b ÷ c), and a ÷ b becomes both with one more of its sides.</summary>
        private static IEnumerable<JsonNode> Regrouped(JsonObject formula)
        {
            if ((string)formula["op"]! != "ratio")
                yield break;
            var (of, to) = (formula["of"]!, formula["to"]!);
            yield return Ratio(to, of);
            yield return Ratio(Ratio(of, to), to);
            yield return Ratio(of, Ratio(to, to));
            if ((string)of["op"]! == "ratio")
                yield return Ratio(of["of"]!, Ratio(of["to"]!, to));
            if ((string)to["op"]! == "ratio")
                yield return Ratio(Ratio(of, to["of"]!), to["to"]!);
        }

        private static JsonObject Ratio(JsonNode of, JsonNode to) => new() { ["op"] = "ratio", ["of"] = of.DeepClone(), ["to"] = to.DeepClone() };

        private static JsonObject With(JsonObject o, string member, JsonNode? value)
        {
            var other = o.DeepClone().AsObject();
            other[member] = value?.DeepClone();
            return other;
        }

        private static JsonObject Without(JsonObject o, string member)
        {
            var other = o.DeepClone().AsObject();
            other.Remove(member);
            return other;
        }

        private static JsonArray With(JsonArray a, int at, JsonNode? value)
        {
            var other = a.DeepClone().AsArray();
            other.RemoveAt(at);
            if (value is not null)
                other.Insert(at, value.DeepClone());
            return other;
        }
    }
}
