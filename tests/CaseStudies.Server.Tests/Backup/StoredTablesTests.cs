using CaseStudies.Server.Backup;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Tests.Backup;

/// <summary>Whoever adds a table decides whether it is backed up or made anew.</summary>
public sealed class StoredTablesTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public void Each_of_our_tables_is_backed_up_made_anew_or_left_out_and_never_two_of_these()
    {
        var told = StoredTables.Truth.Concat(StoredTables.Derived).Concat(StoredTables.LeftOut).ToList();

        Assert.Equal(told.Count, told.Distinct().Count());
        Assert.Empty(Tables.All.Select(t => t.Identifier.QualifiedName).Except(told));
    }

    [Fact]
    public async Task Each_table_of_our_schemas_is_known_and_each_that_is_named_is_there()
    {
        var there = await server.ScalarAsync<string[]>("select array_agg(schemaname || '.' || tablename) from pg_tables where schemaname = any($1)",
            (object)StoredTables.Schemas.ToArray());

        Assert.All(there, t => Assert.True(StoredTables.Knows(t.Split('.')[0], t.Split('.')[1]), t));
        Assert.Empty(StoredTables.Truth.Concat(StoredTables.Derived).Except(there));
        Assert.False(StoredTables.Knows("casestudies", "something_new"));
        Assert.False(StoredTables.Knows("vault", "wolverine_nodes"));
    }

    [Fact]
    public async Task There_is_no_sequence_that_a_restore_would_have_to_set_besides_that_of_the_events() => Assert.Equal(
        [MartenTables.EventSequence],
        await server.ScalarAsync<string[]>(
            // The keys of a store's cookies are left out.
            "select array_agg(schemaname || '.' || sequencename) from pg_sequences where schemaname = any($1) and sequencename not like 'wolverine%' "
                + "and schemaname <> 'accounts'",
            (object)StoredTables.Schemas.ToArray()));

    [Fact]
    public async Task A_table_that_is_not_known_stops_the_backup()
    {
        await server.ExecuteAsync("create table vault.more (id int)");
        try
        {
            Assert.Contains("vault.more", await Backups.RefusedAsync(() => Backups.TakeAsync(server.Host.Services)));
        }
        finally
        {
            await server.ExecuteAsync("drop table vault.more");
        }
    }
}
