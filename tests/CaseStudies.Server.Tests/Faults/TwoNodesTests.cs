using System.Net;
using System.Text;
using CaseStudies.Server.Tests.Capture;
using Npgsql;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>Two programs that listen, on one database: whoever asks the one or the other, or both at once, gets the same outcome.</summary>
public sealed class TwoNodesTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Times = 100;
    private readonly List<ServerProcess> _nodes = [];
    private readonly List<HttpClient> _clients = [];
    private string _connectionString = "";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _connectionString = await postgres.NewDatabaseAsync();
        for (var i = 0; i < 2; i++)
        {
            _nodes.Add(await ServerProcess.StartAsync(_connectionString, Cancellation));
            _clients.Add(LocalUserKey.Client(_nodes[i].Address));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(c => c.Dispose());
        foreach (var node in _nodes)
            await node.DisposeAsync();
    }

    [Fact]
    public async Task One_command_sent_a_hundred_times_to_both_is_one_event_and_another_body_is_refused()
    {
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(0, Api.Record(Guid.NewGuid(), Sentences.Opening))).Status);
        var command = Guid.NewGuid();
        var (ours, theirs) = (Api.Record(command, Sentences.Milestone("ours")), Api.Record(command, Sentences.Milestone("theirs")));

        // Every tenth says something else under the same id: which of the two comes first is chance, and then it stays so.
        var answers = await Task.WhenAll(Enumerable.Range(0, Times).Select(i => SendAsync(i % 2, i % 10 == 9 ? theirs : ours)));

        var stored = await StoredAsync(command);
        var accepted = Assert.Single(stored) == "ours" ? ours : theirs;
        Assert.All(answers.Where(a => a.Sent == accepted), a => Assert.True(a.Status == HttpStatusCode.Created, a.Body));
        Assert.Single(answers.Where(a => a.Sent == accepted).Select(a => a.Body).Distinct());
        Assert.Single(answers, a => a is { Status: HttpStatusCode.Created, Replayed: false });
        Assert.All(answers.Where(a => a.Sent != accepted),
            a => Assert.True(a.Status == HttpStatusCode.UnprocessableEntity && a.Body.Contains("command-reused", StringComparison.Ordinal), a.Body));
    }

    private sealed record Answered(string Sent, HttpStatusCode Status, string Body, bool Replayed);

    private async Task<Answered> SendAsync(int node, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _clients[node].PostAsync(new Uri("organisations/ysc/initiatives/shared/entries", UriKind.Relative), content, Cancellation);
        return new(body, response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation), response.Headers.Contains("Idempotency-Replayed"));
    }

    private async Task<List<string>> StoredAsync(Guid command)
    {
        await using var source = NpgsqlDataSource.Create(_connectionString);
        await using var select = source.CreateCommand("select data ->> 'milestone' from casestudies.mt_events where causation_id = $1");
        select.Parameters.Add(new() { Value = command.ToString() });
        await using var reader = await select.ExecuteReaderAsync(Cancellation);
        var found = new List<string>();
        while (await reader.ReadAsync(Cancellation))
            found.Add(reader.GetString(0));
        return found;
    }
}
