using CaseStudies.Server.Accounts;
using CaseStudies.Server.Backup;
using CaseStudies.Server.Store;
using CaseStudies.Server.Tests.Projections;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CaseStudies.Server.Tests.Backup;

/// <summary>From one PostgreSQL to another and back, while people write on both.</summary>
public sealed class OtherVersionTests(PostgresFixture postgres, ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task A_store_moves_to_another_version_and_back_and_every_checksum_is_the_same()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var connection = await server.Source.OpenConnectionAsync(cancellation);
        await using var other = await OtherPostgres.StartAsync(OtherPostgres.MajorOf(connection));
        Assert.SkipWhen(other is null, "only one version of PostgreSQL is here; CASESTUDIES_TEST_OTHER_TARBALL can name the package of another");
        TestContext.Current.TestOutputHelper?.WriteLine($"{OtherPostgres.MajorOf(connection)} to {await other.MajorAsync()} and back");

        // One of each kind, and a text with every sign that a copy has to escape.
        await EveryKind.RecordedAsync(server, "ysc", "rich");
        await server.ExecuteAsync(
            "insert into vault.texts (tenant_id, id, stream_id, field, value, salt) values ('signs', gen_random_uuid(), 's', 'f', "
                + "E'\\\\N\\t\\n\\r\\\\.\\b髙﨑①ｶﾅ👪\"', '\\x00ff5c')");
        await server.ExecuteAsync(
            "insert into casestudies.import_mappings (tenant_id, key, mapping, saved_at) values ('signs', 'monthly', '{\"日付\": 1.50}', "
                + "'2026-04-01T00:00:00.123456Z')");
        await server.ExecuteAsync("insert into vault.identities (issuer, subject, member) values ('https://id.example.org', '山田 ' || $1, $2)",
            "taro\t", "m-" + new string('1', 32));
        await server.ExecuteAsync("insert into vault.api_keys (tenant_id, hash, member, prefix, until) values ('signs', '\\x00ff5c', $1, 'csk_', now())",
            "m-" + new string('2', 32));
        await server.ExecuteAsync("insert into vault.persons (tenant_id, print, person) values ('signs', gen_random_uuid(), 'p-0123456789abcdef')");
        await server.ExecuteAsync("insert into vault.security_log (tenant_id, at, id, event, member, about, address, trace) "
            + "values ('signs', now(), gen_random_uuid(), 'exported', '', '', '::1', '')");
        var there = await MovedAsync(server, other.ConnectionString);
        await there.InitializeAsync();
        await using (there)
        {
            Assert.Equal(("computed", "7人"), await new Api(there, "ysc", "rich").YouthAsync());
            var back = await MovedAsync(there, await postgres.NewDatabaseAsync());
            await using (back)
            {
                await back.InitializeAsync();
                // With an account there would be no local user, as whom this test records.
                foreach (var table in StoredTables.Truth.Except(AccountsDb.Kept).Append(Tables.Entries))
                {
                    // Who is behind a member's id is of no organisation.
                    var here = table == Tables.Identities ? table : $"(select * from {table} where tenant_id in ('ysc', 'signs'))";
                    var rows = await Backups.RowsAsync(server.Source, here);
                    Assert.NotEqual("", rows);
                    Assert.Equal(rows, await Backups.RowsAsync(back.Source, here));
                }

                await new Api(back, "ysc", "rich").RecordAsync(Sentences.Milestone("back"));
            }
        }
    }

    private async Task<ServerFixture> MovedAsync(ServerFixture from, string to)
    {
        var organisation = $"writing-{Guid.NewGuid():n}"[..20];
        await Writers.PrepareAsync(from, organisation);
        await using var writers = new Writers(from, organisation);
        await writers.UntilAsync(30);
        Guid[] before = [.. writers.Acknowledged.Keys];
        var (file, taken) = await Backups.TakeAsync(from.Host.Services);
        await writers.StopAsync();
        await using var aside = Backups.Aside(to);
        var restored = await Backups.RestoreAsync(aside.Services, file);

        Assert.Equal(taken.Checks.Length, restored.Checks.Length);
        Assert.All(taken.Checks.Zip(restored.Checks), c => Assert.True(c.First.Same(c.Second)));
        await using (var command = aside.Services.GetRequiredService<BackgroundConnections>().Source
            .CreateCommand("select count(*) from casestudies.command_ledger where command_id = any($1)"))
        {
            command.Parameters.Add(new() { Value = before });
            Assert.Equal((long)before.Length, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
        }

        return new ServerOn(postgres, to);
    }

    private sealed class ServerOn(PostgresFixture postgres, string connectionString) : ServerFixture(postgres)
    {
        protected override Task<string> NewDatabaseAsync() => Task.FromResult(connectionString);
    }
}
