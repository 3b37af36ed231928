using Weasel.Core;
using Weasel.Core.Migrations;
using Weasel.Postgresql;
using Weasel.Postgresql.Functions;
using Weasel.Postgresql.Triggers;

namespace CaseStudies.Server.Store;

/// <summary>
/// The database notes for each stream in which transaction rows of its entries were last changed or deleted, or events deleted, by whomever. Recording
/// only adds rows, so the note tells whoever keeps entries in memory that they are no longer those of the table.
/// </summary>
internal sealed class EntryRewrites() : FeatureSchemaBase("EntryRewrites", new PostgresqlMigrator())
{
    private const string NoteName = StoreSetup.Schema + ".note_entry_rewrite";

    /// <summary>The note of a stream; no row where none of its rows was ever rewritten.</summary>
    public const string Select = $"select rewritten_in from {Tables.EntryRewrites} where tenant_id = $1 and stream_id = $2";

    /// <remarks>In the order of creation. Marten creates what features need after its own tables and those of <see cref="Tables"/>.</remarks>
    protected override IEnumerable<ISchemaObject> schemaObjects() =>
    [
        Note(), On("entries_updated", Tables.Entries, TriggerEvents.Update), On("entries_deleted", Tables.Entries, TriggerEvents.Delete),
        On("events_deleted", MartenTables.Events, TriggerEvents.Delete),
    ];

    /// <summary>One note a transaction is enough, and a rebuild may rewrite a hundred thousand rows.</summary>
    /// <remarks>In the form in which a function is compared with that in the database: capitals, and a declaration first.</remarks>
    private static Function Note() => Function.ForSql(
        $"""
        CREATE OR REPLACE FUNCTION {NoteName}() RETURNS trigger AS $$
        DECLARE
            mine bigint := pg_current_xact_id()::text::bigint;
        BEGIN
            if not exists (select from {Tables.EntryRewrites} r where r.tenant_id = old.tenant_id and r.stream_id = old.stream_id
                and r.rewritten_in = mine) then
                insert into {Tables.EntryRewrites} (tenant_id, stream_id, rewritten_in) values (old.tenant_id, old.stream_id, mine)
                on conflict (tenant_id, stream_id) do update set rewritten_in = excluded.rewritten_in;
            end if;
            return null;
        END
        $$ LANGUAGE plpgsql;
        """);

    /// <remarks>One kind of change each: of two, PostgreSQL tells the order that it likes, and a comparison would find a difference.</remarks>
    private static Trigger On(string name, string table, TriggerEvents change) => new($"{StoreSetup.Schema}.{name}", table, $"{NoteName}()")
    {
        Timing = TriggerTiming.After,
        Events = change,
        ForEachRow = true,
    };
}
