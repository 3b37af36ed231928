using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>An answer of success means that it is committed: proven by killing the real program while people record.</summary>
public sealed class DurabilityTests(PostgresFixture postgres)
{
    private const int Rounds = 2;
    private const int Senders = 6;
    private const int Acts = 240;
    private const string Base = "organisations/ysc/initiatives/durable/";

    [Fact]
    public async Task Whatever_was_acknowledged_before_the_server_was_killed_is_there_exactly_once()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var random = new Random(20260401);
        var connectionString = await postgres.NewDatabaseAsync();
        var acknowledged = new ConcurrentDictionary<Guid, int>();
        var all = new List<(Guid Command, string Act)>();
        var session = Guid.NewGuid();

        var server = await ServerProcess.StartAsync(connectionString, cancellation);
        try
        {
            await SendAsync(server, Guid.NewGuid(), [Sentences.Opening,
                """{"kind":"strand_started","strand":"cafe","name":{"ja":"喫茶","en":"Café"},"on":"2025-04-01"}""", Sentences.Session(session, "2025-06-01")]);
            for (var round = 0; round < Rounds; round++)
            {
                var acts = Enumerable.Range(0, Acts).Select(i => Guid.NewGuid()).Select((c, i) => (c, Sentences.Youth(session, 1, $"r{round}-{i}"))).ToList();
                all.AddRange(acts);
                var killAfter = random.Next(Acts / 12, Acts / 4);
                var before = acknowledged.Count;
                var sending = Parallel.ForEachAsync(
                    acts, new ParallelOptions { MaxDegreeOfParallelism = Senders, CancellationToken = cancellation }, async (act, _) =>
                {
                    if (await TryAsync(server, act) is { } version)
                        acknowledged[act.c] = version;
                });
                await Until.TrueAsync(() => acknowledged.Count - before >= killAfter, seen: () => $"{acknowledged.Count - before} of {killAfter} answers");
                await server.KillAsync();
                await sending;
                var afterKill = acknowledged.Count - before;
                Assert.InRange(afterKill, killAfter, Acts - 1);

                await server.DisposeAsync();
                server = await ServerProcess.StartAsync(connectionString, cancellation);
                var replayed = 0;
                foreach (var act in acts.Where(a => !acknowledged.ContainsKey(a.c)))
                {
                    var (version, again) = await SendAsync(server, act.c, [act.Item2]);
                    acknowledged[act.c] = version;
                    replayed += again ? 1 : 0;
                }

                TestContext.Current.TestOutputHelper?.WriteLine(
                    $"round {round}: killed after {afterKill} of {Acts} answers; {replayed} were committed without an answer");
            }
        }
        finally
        {
            await server.DisposeAsync();
        }

        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var read = source.CreateCommand(
            "select causation_id, version from casestudies.mt_events where stream_id = 'durable' and type = 'participants_counted_v3'");
        await using var reader = await read.ExecuteReaderAsync(cancellation);
        var stored = new List<(Guid Command, int Version)>();
        while (await reader.ReadAsync(cancellation))
            stored.Add((Guid.Parse(reader.GetString(0)), (int)reader.GetInt64(1)));
        Assert.Equal(Rounds * Acts, all.Count);
        Assert.Equal(all.Select(a => a.Command).Order(), stored.Select(s => s.Command).Order()); // none lost, none doubled
        Assert.All(stored, s => Assert.Equal(acknowledged[s.Command], s.Version));               // and where the answer said
    }

    private static async Task<int?> TryAsync(ServerProcess server, (Guid Command, string Act) act)
    {
        try
        {
            return (await SendAsync(server, act.Command, [act.Act])).Version;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return null; // no answer: it may be committed or not
        }
    }

    private static readonly HttpClient s_http = LocalUserKey.Client();

    private static async Task<(int Version, bool Replayed)> SendAsync(ServerProcess server, Guid command, string[] facts)
    {
        using var content = new StringContent(Api.Record(command, facts), Encoding.UTF8, "application/json");
        using var response = await s_http.PostAsync(new Uri(server.Address, Base + "entries"), content, TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.Created, $"{response.StatusCode} {body}");
        return ((int)JsonNode.Parse(body)!["entries"]![0]!["version"]!, response.Headers.Contains("Idempotency-Replayed"));
    }
}
