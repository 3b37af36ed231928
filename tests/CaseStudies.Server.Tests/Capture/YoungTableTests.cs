using CaseStudies.Server.Capture;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>Before PostgreSQL has counted a table's rows it plans blindly. Found by killing: corrections then took twenty seconds.</summary>
public sealed class YoungTableTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Corrections_read_few_rows_of_a_table_that_was_small_when_they_were_planned()
    {
        await server.ExecuteAsync("alter table casestudies.entries set (autovacuum_enabled = false)");
        var api = await Api.OpenedAsync(server, "ysc", "young");
        var entries = new List<Guid>();
        for (var i = 0; i < 80; i++)
        {
            entries.Add(await api.RecordAsync(Sentences.Milestone($"m{i}")));
            await api.CorrectAsync(entries[^1], Milestone($"m{i}"));
        }

        for (var act = 0; act < 16; act++)
            await api.RecordAsync([.. Enumerable.Range(0, 500).Select(i => Sentences.Milestone($"a{act}-{i}"))]);
        var before = await ReadAsync(inserted: 3 + 160 + 8000);

        var corrections = entries.Select(e => Groups.Correct("ysc", "young", e, Sentences.Milestone("again"))).ToList();
        Assert.Empty(await Groups.Transaction(server).RunAsync(corrections, LockWaitMode.None));

        Assert.Equal(3 + 160 + 8000 + 80, await corrections[^1].VersionAsync());
        // A blind plan reads the whole table for each.
        var read = await ReadAsync(inserted: 3 + 160 + 8000 + 80) - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{corrections.Count} corrections: {read} rows read");
        Assert.InRange(read, 80, 80 * 100);
    }

    /// <summary>How many rows of the table were read since it was made. A connection reports what it read together with what it wrote.</summary>
    private async Task<long> ReadAsync(long inserted)
    {
        const string Written = "select n_tup_ins from pg_stat_user_tables where relid = 'casestudies.entries'::regclass";
        const string Read = "select seq_tup_read + (select sum(idx_tup_read)::bigint from pg_stat_user_indexes i where i.relid = t.relid) "
            + "from pg_stat_user_tables t where relid = 'casestudies.entries'::regclass";
        await Until.HoldsAsync(() => server.ScalarAsync<long>(Written), rows => rows >= inserted);
        return await server.ScalarAsync<long>(Read);
    }

    private static string Milestone(string key) => Sentences.Milestone(key).Replace("2025-05-01", "2025-05-02", StringComparison.Ordinal);
}
