using System.Globalization;
using System.Net;
using System.Text;
using Npgsql;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>A process of PostgreSQL that is stopped in the middle of a commit keeps the initiatives of that commit waiting, and nobody else.</summary>
public sealed class StoppedBackendTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Only_the_initiatives_of_the_stuck_commit_wait_and_each_command_counts_once()
    {
        StoppedProcess.SkipUnlessPostgresIsOurs();
        var free = Enumerable.Range(0, 12).Select(i => $"free-{i}").ToList(); // in all lanes, whatever their hashes
        var stuck = await Api.OpenedAsync(server, "ysc", "stuck");
        var others = await Task.WhenAll(free.Select(f => Api.OpenedAsync(server, "posse", f)));
        await using var gate = await GateAsync();
        var (first, second) = (Api.Record(Guid.NewGuid(), Sentences.Milestone("first")), Api.Record(Guid.NewGuid(), Sentences.Milestone("second")));
        var one = PostAsync(first);
        using (new StoppedProcess(await WaitingBackendAsync()))
        {
            await gate.CloseAsync();
            var two = PostAsync(second);
            foreach (var other in others.Concat(others))
                await other.RecordAsync(Sentences.Milestone($"m-{Guid.NewGuid()}"));
            Assert.False(one.IsCompleted || two.IsCompleted);

            // Nobody knows whether it is committed: send it again.
            Assert.Equal(((HttpStatusCode.ServiceUnavailable, "1"), (HttpStatusCode.ServiceUnavailable, "1")), (await one, await two));
        }

        foreach (var command in (string[])[first, second, first, second])
            Assert.Equal(HttpStatusCode.Created, (await stuck.PostAsync("/entries", command)).Status);
        Assert.Equal(3 + 2, await server.HeadAsync("ysc", "stuck"));
        Assert.Equal("first, second", await server.ScalarAsync<string>(
            "select string_agg(fact ->> 'milestone', ', ' order by version) from casestudies.entries where stream_id = 'stuck' and version > 3"));
    }

    /// <summary>Holds whatever saves on the stuck initiative, until it is closed.</summary>
    private async Task<NpgsqlConnection> GateAsync()
    {
        await server.ExecuteAsync(
            """
            create function public.gate() returns trigger language plpgsql as
                'begin if new.stream_id = ''stuck'' then perform pg_advisory_xact_lock(4711); end if; return new; end';
            create trigger gate before insert on casestudies.command_ledger for each row execute function public.gate();
            """);
        var gate = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await gate.OpenAsync(TestContext.Current.CancellationToken);
        await using var hold = new NpgsqlCommand("select pg_advisory_lock(4711)::text", gate);
        await hold.ExecuteScalarAsync(TestContext.Current.CancellationToken);
        return gate;
    }

    private Task<int> WaitingBackendAsync() => Until.HoldsAsync(
        () => server.ScalarAsync<int>(
            "select coalesce((select pid from pg_locks where locktype = 'advisory' and objid = 4711 and not granted and database = "
                + "(select oid from pg_database where datname = current_database())), 0)"),
        pid => pid > 0, seen: pid => pid.ToString(CultureInfo.InvariantCulture));

    private async Task<(HttpStatusCode Status, string? RetryAfter)> PostAsync(string act)
    {
        using var http = server.Host.Server.CreateClient();
        using var content = new StringContent(act, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri("/organisations/ysc/initiatives/stuck/entries", UriKind.Relative), content);
        return (response.StatusCode, response.Headers.RetryAfter?.ToString());
    }
}
