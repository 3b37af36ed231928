using System.Text.Json.Nodes;
using CaseStudies.Domain;

namespace CaseStudies.Benchmarks;

/// <summary>Initiatives of a given number of entries: sessions with their counts, half of each group, some corrected, some withdrawn; four
/// indicators.</summary>
internal static class FigureBooks
{
    public static readonly Slug Organisation = new("org-000");

    private const int InSession = 98;

    public static Slug Initiative(int entries) => new($"figures-{entries}");

    public static Task FillAsync(Bench bench, int entries) => FillAsync(bench, Initiative(entries), entries);

    public static async Task FillAsync(Bench bench, Slug initiative, int entries)
    {
        await bench.RecordAsync(Organisation, initiative, Facts.Opening(), Facts.Strand(), Facts.Term("topic", "housing"),
            Indicator("youth", $$"""{"op":"sum","of":{{Counts("youth")}},"quantity":"count"}"""),
            Indicator("adults", $$"""{"op":"sum","of":{{Counts("adults")}},"quantity":"count"}"""),
            Indicator("sessions", """{"op":"count","of":{"kind":"session_held"}}"""),
            Indicator("calls", """{"op":"count","of":{"kind":"consultation_received","where":{"topic":["housing"]}}}"""));
        for (var done = 0; done < entries; done += InSession + 2)
        {
            var (session, command) = (Guid.NewGuid(), Guid.NewGuid());
            await bench.SendAsync(Organisation, initiative, "record", new JsonObject
            {
                ["command"] = command.ToString(),
                ["facts"] = new JsonArray(
                    [Facts.Session(session, done / 100, 1 + (done / 900)), .. Enumerable.Range(0, InSession).Select(part => Facts.Count(session, part)),
                        Facts.Consultation(done / 100)]),
            });
            if (done % 500 != 0)
                continue;
            await bench.SendAsync(Organisation, initiative, "correct", Change(command, 1, ("replacement", Facts.Count(session, 0, count: 9))));
            await bench.SendAsync(Organisation, initiative, "withdraw", Change(command, 2));
        }
    }

    private static JsonObject Change(Guid command, int index, params (string Name, JsonNode Value)[] more)
    {
        var body = new JsonObject { ["command"] = Guid.NewGuid().ToString(), ["entry"] = EntryId.ForCommand(new(command), index).ToString(),
            ["reason"] = new JsonObject { ["code"] = "miscounted" } };
        foreach (var (name, value) in more)
            body[name] = value;
        return body;
    }

    private static string Counts(string group) =>
        $$$"""{"kind":"participants_counted","where":{"scheme":["audience"],"group":["{{{group}}}"],"unit":["people"]}}""";

    private static JsonObject Indicator(string key, string formula) => new JsonObject
    {
        ["kind"] = "indicator_adopted",
        ["indicator"] = key,
        ["on"] = "2025-04-01",
        ["definition"] = new JsonObject
        {
            ["label"] = Text(),
            ["formula"] = JsonNode.Parse(formula),
            ["show"] = new JsonObject { ["counts"] = key is "sessions" ? "sessions" : key is "calls" ? "entries" : "attendances", ["unit"] = Text() },
        },
    };

    private static JsonObject Text() => new() { ["ja"] = "計測", ["en"] = "measured" };
}
