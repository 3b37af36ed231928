using System.Collections.Immutable;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Backup;

/// <summary>What a backup does with each table of our schemas. A table not listed here stops it, because it might hold truth.</summary>
internal static class StoredTables
{
    /// <summary>Backed up whole, in the order of loading: an event refers to its stream.</summary>
    public static ImmutableArray<string> Truth { get; } =
        [MartenTables.Streams, MartenTables.Events, Tables.Ledger, Tables.VaultKeys, Tables.VaultTexts, Tables.ImportMappings,
            Tables.Identities, Tables.ApiKeys, Tables.Persons, Tables.SecurityLog, .. AccountsDb.Kept];

    /// <summary>Rebuilt from the events: by the restore itself, or by the agent of the view.</summary>
    public static ImmutableArray<string> Derived { get; } =
        [Tables.Entries, MartenTables.InitiativeStates, MartenTables.OrganisationStates, MartenTables.Portfolio];

    /// <summary>What a restore fills.</summary>
    public static ImmutableArray<string> Filled { get; } = [.. Truth, .. Derived];

    public static ImmutableArray<string> Schemas { get; } = Tables.Schemas;

    /// <summary>
    /// Left out: neither jobs nor pushed feeds are backed up. A job's import goes on when the same file is sent again. A store that is restored
    /// elsewhere, perhaps only to look at it, must not send anything to anybody until somebody configures it there. When rows were rewritten
    /// is about one store and its caches. Nobody stays signed in through a backup.
    /// </summary>
    public static ImmutableArray<string> LeftOut { get; } = [Tables.JobFiles, Tables.PushSecrets, Tables.EntryRewrites, .. AccountsDb.LeftOut];

    /// <summary>Columns that earlier versions of the program had and backed up. Nothing asks for them any more, so a restore leaves them out.</summary>
    public static ImmutableArray<(string Table, string Column)> Dropped { get; } = [(Tables.ImportMappings, "signature")];

    public static bool Knows(string schema, string table) =>
        Truth.Contains($"{schema}.{table}") || Derived.Contains($"{schema}.{table}") || LeftOut.Contains($"{schema}.{table}")
        || MartenTables.IsMachinery(schema, table);

    /// <summary>By what the rows are put in order; the others stand in any.</summary>
    public static string? Order(string table) => table == MartenTables.Events ? "seq_id" : null;
}
