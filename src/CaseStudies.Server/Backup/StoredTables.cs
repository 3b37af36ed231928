using System.Collections.Immutable;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Backup;

/// <summary>What a backup does with each table of our schemas. A table not listed here stops it, because it might hold truth.</summary>
internal static class StoredTables
{
    public const string Streams = StoreSetup.Schema + ".mt_streams";
    public const string Events = StoreSetup.Schema + ".mt_events";
    public const string EventSequence = StoreSetup.Schema + ".mt_events_sequence";

    /// <summary>Backed up whole, in the order of loading: an event refers to its stream.</summary>
    public static ImmutableArray<string> Truth { get; } = [Streams, Events, Tables.Ledger, Tables.VaultKeys, Tables.VaultTexts, Tables.ImportMappings];

    /// <summary>Rebuilt from the events: by the restore itself, or by the agent of the view.</summary>
    public static ImmutableArray<string> Derived { get; } =
        [Tables.Entries, InitiativeStates.Table, StoreSetup.Schema + ".mt_doc_organisationstate", StoreSetup.Schema + ".mt_doc_portfolioentry"];

    public static ImmutableArray<string> Schemas { get; } = [.. Truth.Select(t => t[..t.IndexOf('.', StringComparison.Ordinal)]).Distinct()];

    /// <summary>How far views have come, who runs them, and what they could not read; each store finds that out for itself.</summary>
    private static readonly ImmutableArray<string> s_machinery =
        ["mt_event_progression", "mt_event_projection_floors", "mt_high_water_skips", "mt_doc_deadletterevent", "mt_doc_envelope"];

    public static bool Knows(string schema, string table) =>
        Truth.Contains($"{schema}.{table}") || Derived.Contains($"{schema}.{table}")
        || (schema == StoreSetup.Schema && (s_machinery.Contains(table) || table.StartsWith("wolverine_", StringComparison.Ordinal)));

    /// <summary>By what the rows are put in order; the others stand in any.</summary>
    public static string? Order(string table) => table == Events ? "seq_id" : null;
}
