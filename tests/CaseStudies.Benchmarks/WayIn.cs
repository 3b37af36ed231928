using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;

namespace CaseStudies.Benchmarks;

/// <summary>Where the program's own time goes, from the bytes of a request to those of its answer: step by step, without network and database.</summary>
internal static class WayIn
{
    private const int Times = 500;

    public static async Task RunAsync(Bench bench, Sizes sizes)
    {
        var bytes = Encoding.UTF8.GetBytes($$"""{"command":"{{Guid.NewGuid()}}","facts":[{{Facts.Sent()}}]}""");
        var now = bench.Clock.GetCurrentInstant();
        var organisation = new Slug("org-000");
        var opened = Initiative.Evolve(null,
            new(1, new(new("bench"), now, null, new(Guid.NewGuid()), 0, Provenance.Http), Facts.Opening().Deserialize<InitiativeFact>(DomainJson.Options)!));
        var sent = CommandReader.Read("record", JsonBodyReader.Parse(bytes));
        var hash = await bench.Vault.FingerprintAsync(organisation, sent.Canonical, CancellationToken.None);
        var actor = Actor.OverHttp(new Caller(new("bench"), Role.Owner));
        var ledger = Frame().Accept(Act(), Frame().Decide(sent.Command, actor, now), now);

        Table.Head("profile of the way in: microseconds a command in the program, the least of many", "step", "µs");
        Row("check and parse the body", _ => Done(JsonBodyReader.Parse(bytes)));
        var parsed = Enumerable.Range(0, Times).Select(_ => JsonBodyReader.Parse(bytes)).ToArray();
        Row("understand it: canonical form, private texts, facts", i => Done(CommandReader.Read("record", (JsonObject)parsed[i].DeepClone())));
        Row("fingerprint", _ => Done(bench.Vault.FingerprintAsync(organisation, sent.Canonical, CancellationToken.None)));
        Row("decide, evolve, seal", _ => Done(Frame().Accept(Act(), Frame().Decide(sent.Command, actor, now), now)));
        Row("state of the stream from and to JSON",
            _ => Done(JsonSerializer.Deserialize<Initiative>(JsonSerializer.Serialize(opened, DomainJson.Options), DomainJson.Options)!));
        Row("event and fact to JSON", _ =>
        {
            Done(JsonSerializer.Serialize<object>(((RecordFacts)sent.Command).Facts[0], DomainJson.Options));
            Done(JsonSerializer.Serialize(((RecordFacts)sent.Command).Facts[0], DomainJson.Options));
        });
        Row("answer to JSON", _ => Done(JsonSerializer.SerializeToUtf8Bytes(Recorded.FromLedger(sent.Command.Command, ledger, false), DomainJson.Options)));

        StreamWorkingState Frame() => new(new(organisation, new("initiative-0000"))) { State = opened, Version = 1 };

        PendingCommand Act() => new(new(organisation, new("initiative-0000")), sent, actor, hash);

        void Row(string step, Action<int> work) => Table.Row(step, Table.Number(Least(sizes, work)));
    }

    /// <summary>What is made is let go.</summary>
    private static void Done(object made) => GC.KeepAlive(made);

    private static double Least(Sizes sizes, Action<int> run)
    {
        var least = double.MaxValue;
        for (var round = 0; round < 20 * sizes.Rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < Times; i++)
                run(i);
            least = Math.Min(least, Stopwatch.GetElapsedTime(started).TotalMicroseconds / Times);
        }

        return least;
    }
}
