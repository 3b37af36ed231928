using System.Collections.Immutable;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Backup;

/// <summary>What becomes of each table of our schemas. One that stands nowhere here is a refusal: it might hold truth that nobody saves.</summary>
internal static class StoredTables
{
    public const string Streams = StoreSetup.Schema + ".mt_streams";
    public const string Events = StoreSetup.Schema + ".mt_events";
    public const string EventSequence = StoreSetup.Schema + ".mt_events_sequence";

    /// <summary>Backed up whole, in the order in which they are loaded: an event names its stream.</summary>
    public static ImmutableArray<string> Truth { get; } = [Streams, Events, Tables.Ledger, Tables.VaultKeys, Tables.VaultTexts, Tables.ImportMappings];

    /// <summary>Made anew from the events: by the restore itself, the portfolio by the view's own agent.</summary>
    public static ImmutableArray<string> Derived { get; } =
        [Tables.Entries, InitiativeStates.Table, StoreSetup.Schema + ".mt_doc_organisationstate", StoreSetup.Schema + ".mt_doc_portfolioentry"];

    public static ImmutableArray<string> Schemas { get; } = [.. Truth.Select(t => t[..t.IndexOf('.', StringComparison.Ordinal)]).Distinct()];

    /// <summary>
    /// How far views have come, who runs them, what they could not read, and which jobs are under way; each store finds that out for itself. A job does
    /// not survive a
    /// restore: what an import had recorded by then does, and the same file sent again goes on from there. Nor does a pushed feed: a store that
    /// is restored elsewhere, perhaps only to look at it, must not send anything to anybody until somebody configures it there.
    /// </summary>
    private static readonly ImmutableArray<string> s_machinery =
        ["mt_event_progression", "mt_event_projection_floors", "mt_high_water_skips", "mt_doc_deadletterevent", "mt_doc_envelope", "mt_doc_job",
            "mt_doc_feedpush"];

    public static bool Knows(string schema, string table) =>
        Truth.Contains($"{schema}.{table}") || Derived.Contains($"{schema}.{table}") || $"{schema}.{table}" is Tables.JobFiles or Tables.PushSecrets
        || (schema == StoreSetup.Schema && (s_machinery.Contains(table) || table.StartsWith("wolverine_", StringComparison.Ordinal)));

    /// <summary>By what the rows are put in order; the others stand in any.</summary>
    public static string? Order(string table) => table == Events ? "seq_id" : null;
}
