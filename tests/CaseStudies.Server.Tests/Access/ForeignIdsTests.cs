using System.Collections.Concurrent;
using System.Text;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Backup;
using CaseStudies.Server.Jobs;
using CaseStudies.Server.Store;
using CaseStudies.Server.Tests.Faults;
using CaseStudies.Server.Tests.Problems;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CaseStudies.Server.Tests.Access;

/// <summary>
/// Members of one organisation send random requests that hold another one's ids, in path, query, body, headers, cursors, batch items, import and mapping
/// keys: nothing of the other organisation may come back, nothing of it may change, and no answer may be a fault. <c>CASESTUDIES_REQUESTS</c> says how many.
/// </summary>
public sealed class ForeignIdsTests(HostileServer server, PostgresFixture postgres) : IClassFixture<HostileServer>
{
    /// <summary>Stands in the texts of the organisation that is attacked, and in no request of the attackers.</summary>
    private const string Planted = "kanariya7f3";

    private const int AtOnce = 4;

    private static readonly string[] s_attackers = ["stranger", "reader", "recorder", "staff", "manager", "owner"];

    [Fact]
    public async Task Ids_of_another_organisation_open_nothing_and_change_nothing()
    {
        var requests = RunSettings.Number("CASESTUDIES_REQUESTS", 3_000);
        var pool = await ForeignRequests.CollectAsync(server, Planted);
        await using var attacked = new AttackedServer(postgres, server.ConnectionString);
        await ((IAsyncLifetime)attacked).InitializeAsync();
        var tokens = new List<string> { attacked.Issuer.Token("stranger") };
        foreach (var role in Enum.GetValues<Role>())
            tokens.Add(await attacked.TokenAsync("beta", role));
        Assert.Equal(s_attackers.Length, tokens.Count);
        var before = await StateAsync();
        Assert.DoesNotMatch($"{MartenTables.Events} 0 ", before);

        var (failures, statuses) = (new ConcurrentQueue<string>(), new ConcurrentDictionary<int, int>());
        await Parallel.ForAsync(0, requests, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
        {
            var random = new Random(HashCode.Combine(RunSettings.Seed, number));
            var attacker = random.Next(s_attackers.Length);
            using var request = pool.Next(random);
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + tokens[attacker]);
            var what = $"{number}, {s_attackers[attacker]}: {request.Method} {request.RequestUri}";
            using var answer = await attacked.Client.SendAsync(request, TestContext.Current.CancellationToken);
            var status = (int)answer.StatusCode;
            statuses.AddOrUpdate(status, 1, (_, n) => n + 1);
            var told = $"{answer.Headers}{answer.Content.Headers}{await ReadableText.OfAsync(answer.Content)}";
            if (status >= 500)
                failures.Enqueue($"{what}: {status} {told}");
            if (told.Contains(Planted, StringComparison.Ordinal))
                failures.Enqueue($"{what}: {status} tells what another organisation wrote: {told}");
            if (request.RequestUri!.ToString().StartsWith("/organisations/alpha", StringComparison.Ordinal) && status is not (404 or 405))
                failures.Enqueue($"{what}: {status}, though the sender is no member there");
        });

        var diagnostics = $"{requests} requests of {pool.Count} kinds; answers "
            + string.Join(", ", statuses.OrderBy(s => s.Key).Select(s => $"{s.Key}: {s.Value}"));
        TestContext.Current.TestOutputHelper?.WriteLine(diagnostics);
        TestContext.Current.SendDiagnosticMessage(diagnostics);
        Assert.True(failures.IsEmpty, $"{failures.Count} of {requests}:\n{string.Join('\n', failures.Take(10))}");
        Assert.Equal(before, await StateAsync());
        // Otherwise nothing was shown: the attackers got into their own organisation, and were refused elsewhere.
        Assert.True(statuses.GetValueOrDefault(200) > requests / 20 && statuses.GetValueOrDefault(404) > requests / 20, diagnostics);
    }

    /// <summary>
    /// The jobs of the attacked organisation, when all are done, and a checksum of its rows in each table. Left out are the portfolio, which follows by
    /// itself, and the security log, which notes who was refused.
    /// </summary>
    private async Task<string> StateAsync()
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        var jobs = server.Services.GetRequiredService<JobStore>();
        await Until.TrueAsync(async () => (await jobs.AllAsync(new("alpha"), TestContext.Current.CancellationToken)).All(j => j.HasEnded));
        var state = new StringBuilder();
        foreach (var job in (await jobs.AllAsync(new("alpha"), TestContext.Current.CancellationToken)).OrderBy(j => j.Id))
            state.AppendLine($"{job.Id} {job.Version} {job.State}");
        string[] others = [.. AccountsDb.Kept, Tables.Identities, MartenTables.Portfolio, Tables.SecurityLog];
        foreach (var table in StoredTables.Truth.Concat(StoredTables.Derived).Concat([Tables.JobFiles, Tables.PushSecrets]).Except(others))
        {
            var rows = $"select count(*) || ' ' || coalesce(md5(string_agg(t::text, '' order by t::text)), '') from {table} t where tenant_id = 'alpha'";
            state.AppendLine($"{table} {await ScalarAsync(source, rows)}");
        }

        return state.ToString();
    }

    private static async Task<object?> ScalarAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A second server on the same database, at which people sign in.</summary>
    private sealed class AttackedServer(PostgresFixture postgres, string connectionString) : SignedInServer(postgres)
    {
        protected override Task<string> NewDatabaseAsync() => Task.FromResult(connectionString);
    }
}
