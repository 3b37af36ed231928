using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Store;
using NodaTime;

namespace CaseStudies.Server.Capture;

/// <summary>Looks up what decisions need beyond the small state, by index and under the streams' locks.</summary>
/// <remarks>Rows of an abandoned or undone import are ignored. Rows of an unfinished import are returned and marked with it.</remarks>
internal static class DecisionContexts
{
    public static void Find(SqlBatch batch, IReadOnlyList<PendingCommand> commands, Func<StreamKey, StreamWorkingState> frame)
    {
        var entries = commands.SelectMany(a => InitiativeDecisions.EntriesNamed(a.Command).Select(e => (a.Stream, Entry: e.Value))).Distinct().ToList();
        if (entries.Count > 0)
            Heads(batch, Keys, "k.k", Parameters(entries), frame);
        var sessions = commands.SelectMany(a => InitiativeDecisions.SessionsNamed(a.Command).Select(s => (a.Stream, Session: s.Value))).Distinct().ToList();
        if (sessions.Count > 0)
            Sessions(batch, sessions, frame);
        var undone = commands.Where(a => a.Command is UndoAct).Select(a => (a.Stream, Command: ((UndoAct)a.Command).Act.Value)).Distinct().ToList();
        if (undone.Count > 0)
            Past(batch, undone, frame);
        foreach (var (stream, import) in commands.Where(a => a.Command is UndoImport).Select(a => (a.Stream, ((UndoImport)a.Command).Import)).Distinct())
            ImportContexts.Find(batch, stream, import, frame);
    }

    private static void Heads(SqlBatch batch, string touched, string entry, object[] parameters, Func<StreamKey, StreamWorkingState> frame) => batch.Add(
        $"""
        select k.t, k.i, {entry}, coalesce(h.version, o.version), h.opens is not null, o.fact::text, h.command,
            case when {ImportSql.Pending("h")} then h.import end, h.recorded_by, h.recorded_at
        from {touched}
        left join lateral ({LastTouch(entry, "t.tenant_id = k.t and t.stream_id = k.i")}) h on true
        cross join lateral ({LastContent(entry, "h.version")}) o
        """,
        row => frame(CommitBatchSql.Key(row)).LoadHead(
            new(row.GetGuid(2)), row.GetInt32(3), row.GetBoolean(4), row.GetString(5),
            row.IsDBNull(6) ? null : new(row.GetGuid(6)), row.IsDBNull(7) ? null : new(row.GetGuid(7)),
            row.IsDBNull(8) ? null : new(row.GetString(8)), row.IsDBNull(9) ? null : row.GetFieldValue<Instant>(9)),
        parameters);

    private static void Sessions(SqlBatch batch, List<(StreamKey Stream, Guid Session)> sessions, Func<StreamKey, StreamWorkingState> frame) => batch.Add(
        $"select k.t, k.i, k.k from {Keys} where {InForce("k.k")}", row => frame(CommitBatchSql.Key(row)).LoadSession(new(row.GetGuid(2))),
        Parameters(sessions));

    /// <summary>What the commands to be undone did, event by event, with the heads of the entries they touched and the sessions they withdrew.</summary>
    private static void Past(SqlBatch batch, List<(StreamKey Stream, Guid Command)> commands, Func<StreamKey, StreamWorkingState> frame)
    {
        var touched = $"""
            {Keys}
            join {Tables.Ledger} l on l.tenant_id = k.t and l.command_id = k.k and l.stream_id = k.i
            join {Tables.Entries} e on e.tenant_id = k.t and e.stream_id = k.i and e.version >= l.first_version and e.version < l.first_version + l.events
                and {ImportSql.MayCount("e")}
            cross join lateral (select coalesce(e.opens, e.closes) as entry) named
            """;
        batch.Add(
            $"""
            select k.t, k.i, k.k, named.entry, e.version, b.fact::text, e.fact::text from {touched}
            left join lateral ({LastOpening("e.closes", "e.version - 1")}) b on e.closes is not null
            where named.entry is not null order by e.version
            """,
            row => frame(CommitBatchSql.Key(row)).LoadPast(
                new(row.GetGuid(2)), new(row.GetGuid(3)), row.GetInt32(4), row.IsDBNull(5) ? null : row.GetString(5),
                row.IsDBNull(6) ? null : row.GetString(6)),
            Parameters(commands));
        Heads(batch, touched, "named.entry", Parameters(commands), frame);
        batch.Add(
            $"""
            select k.t, k.i, s.session from {touched}
            join {Tables.Entries} h on h.tenant_id = k.t and h.stream_id = k.i and h.opens = e.closes and h.identity like 'session:%'
            cross join lateral (select substr(h.identity, 9)::uuid as session) s
            where {InForce("s.session")}
            """,
            row => frame(CommitBatchSql.Key(row)).LoadSession(new(row.GetGuid(2))), Parameters(commands));
    }

    /// <summary>Tenant, initiative, and what is looked for there.</summary>
    private const string Keys = "unnest($1::text[], $2::text[], $3::uuid[]) k (t, i, k)";

    private static object[] Parameters(IReadOnlyCollection<(StreamKey Stream, Guid Key)> keys) =>
        [CommitBatchSql.Organisations(keys.Select(k => k.Stream)), CommitBatchSql.Initiatives(keys.Select(k => k.Stream)), keys.Select(k => k.Key).ToArray()];

    // LIMIT stops the planner from flattening the lateral join: flattened, a table not yet analysed was scanned once for each row of the stream.
    // Ordering by version + 0 keeps it from walking an index on version instead of looking the entry up.

    /// <summary>The newest row that opened or closed an entry.</summary>
    /// <param name="ofStream">Whether a row <c>t</c> is of the stream.</param>
    internal static string LastTouch(string entry, string ofStream) =>
        $"""
        select t.* from (
            select t.* from {Tables.Entries} t where {ofStream} and t.opens = {entry} and {ImportSql.MayCount("t")} union all
            select t.* from {Tables.Entries} t where {ofStream} and t.closes = {entry} and {ImportSql.MayCount("t")}) t
        order by t.version + 0 desc limit 1
        """;

    /// <summary>The row with the content that an entry had at a version.</summary>
    private static string LastOpening(string entry, string version) =>
        $"""
        select t.* from {Tables.Entries} t where t.tenant_id = k.t and t.stream_id = k.i and t.opens = {entry} and t.version <= {version}
            and {ImportSql.MayCount("t")}
        order by t.version + 0 desc limit 1
        """;

    /// <summary>The same; of an entry of which nothing counts any more, what an undone import said.</summary>
    private static string LastContent(string entry, string version) =>
        $"""
        select t.* from {Tables.Entries} t where t.tenant_id = k.t and t.stream_id = k.i and t.opens = {entry} and ({version} is null or t.version <= {version})
            and ({ImportSql.MayCount("t")} or {ImportSql.Undone("t")})
        order by {ImportSql.MayCount("t")} desc, t.version + 0 desc limit 1
        """;

    private static string InForce(string session) =>
        $"""
        exists (select from {Tables.Entries} o where o.tenant_id = k.t and o.stream_id = k.i and o.identity = 'session:' || {session}::text
            and {ImportSql.MayCount("o")}
            and not exists (select from {Tables.Entries} c where c.tenant_id = k.t and c.stream_id = k.i and c.closes = o.opens and c.version > o.version
            and {ImportSql.MayCount("c")}))
        """;
}
