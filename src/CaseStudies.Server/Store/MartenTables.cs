using System.Collections.Immutable;

namespace CaseStudies.Server.Store;

/// <summary>
/// The only place that names tables of Marten and Wolverine. Each is read past their API for the reason beside it, and written by nobody but them;
/// a restore loads them into an empty store.
/// </summary>
internal static class MartenTables
{
    /// <summary>
    /// Read row by row, so that one unreadable event spoils only itself: Marten's readers throw for the whole stream. Counted in the snapshot in which
    /// the entries are read, to prove that none is missing. Read by stream and version for the feed, because versions become visible in their order and
    /// sequence numbers do not. Copied by a backup as it stands, with ids, headers and times. A trigger of ours notes when a hand deletes events.
    /// </summary>
    public const string Events = StoreSetup.Schema + ".mt_events";

    /// <summary>In SQL: an event's row that says of no .NET type. Marten writes none, and its views halt at one that a hand wrote.</summary>
    public const string IsUntyped = "mt_dotnet_type is null";

    /// <summary>Set by a restore to where the backup's events end; Marten has no call for it.</summary>
    public const string EventSequence = StoreSetup.Schema + ".mt_events_sequence";

    /// <summary>
    /// Locked many at once, and those that somebody holds are skipped: Marten locks one stream a call, and waits. Listed over all
    /// organisations, which a session of one tenant cannot do. Copied by a backup, since events refer to it.
    /// </summary>
    public const string Streams = StoreSetup.Schema + ".mt_streams";

    /// <summary>Read in the round trip that takes the locks; a session would need one more for each organisation.</summary>
    public const string InitiativeStates = StoreSetup.Schema + ".mt_doc_initiativestate";

    /// <summary>Of a row of <see cref="InitiativeStates"/>: the stream's version, which a rebuild compares without loading the document.</summary>
    public const string Revision = "mt_version";

    /// <summary>
    /// Read over all organisations at once for the list of those that a person may see; and for a sender's role in the round trip that names the
    /// organisation, since each request asks for it.
    /// </summary>
    public const string OrganisationStates = StoreSetup.Schema + ".mt_doc_organisationstate";

    /// <summary>Read in the snapshot in which the events are counted: else a view that is being updated would look as if it lacked some.</summary>
    public const string Portfolio = StoreSetup.Schema + ".mt_doc_portfolioentry";

    /// <summary>Read in the same snapshot as <see cref="Portfolio"/>.</summary>
    public const string Progress = StoreSetup.Schema + ".mt_event_progression";

    /// <summary>
    /// How far views have come, who runs them, what they could not read, which jobs are under way and where feeds are pushed to. A backup leaves these
    /// out: each store finds that out for itself, or is told anew.
    /// </summary>
    private static readonly ImmutableArray<string> s_machinery =
        ["mt_event_progression", "mt_event_projection_floors", "mt_high_water_skips", "mt_doc_deadletterevent", "mt_doc_envelope", "mt_doc_job",
            "mt_doc_feedpush"];

    /// <summary>Messages of Wolverine. Whoever saves a job sends its message in the same transaction.</summary>
    /// <param name="table">With its schema.</param>
    public static bool IsMailbox(string table) =>
        table is $"{StoreSetup.Schema}.wolverine_incoming_envelopes" or $"{StoreSetup.Schema}.wolverine_outgoing_envelopes";

    /// <summary>Of Wolverine: its messages, nodes and agents.</summary>
    /// <param name="table">With its schema.</param>
    public static bool IsMessaging(string table) => table.StartsWith($"{StoreSetup.Schema}.wolverine_", StringComparison.Ordinal);

    /// <summary>An organisation's own documents, such as its jobs.</summary>
    /// <inheritdoc cref="IsMessaging"/>
    public static bool IsDocument(string table) => table.StartsWith($"{StoreSetup.Schema}.mt_doc_", StringComparison.Ordinal) && !s_ofViews.Contains(table);

    /// <summary>What the asynchronous views note for themselves.</summary>
    private static readonly ImmutableArray<string> s_ofViews =
        [.. new[] { "mt_event_progression", "mt_event_projection_floors", "mt_high_water_skips", "mt_doc_deadletterevent", "mt_doc_envelope" }
            .Select(t => $"{StoreSetup.Schema}.{t}")];

    /// <inheritdoc cref="IsMessaging"/>
    public static bool IsOfViews(string table) => s_ofViews.Contains(table);

    /// <param name="table">Without its schema.</param>
    public static bool IsMachinery(string schema, string table) =>
        schema == StoreSetup.Schema && (s_machinery.Contains(table) || table.StartsWith("wolverine_", StringComparison.Ordinal));
}
