using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Capture;

/// <summary>Looks up what decisions need beyond the small state, by index and under the streams' locks.</summary>
internal static class DecisionContexts
{
    public static EntryId? EntryNamed(InitiativeCommand command) => command switch { CorrectEntry c => c.Entry, WithdrawEntry w => w.Entry, _ => null };

    public static void Find(SqlBatch batch, IReadOnlyList<Act> acts, Func<StreamKey, StreamFrame> frame)
    {
        var entries = acts.Where(a => EntryNamed(a.Command) is not null).Select(a => (a.Stream, Entry: EntryNamed(a.Command)!.Value)).Distinct().ToList();
        if (entries.Count > 0)
            Heads(batch, entries, frame);
        var sessions = acts.SelectMany(a => InitiativeDecisions.SessionsNamed(a.Command).Select(s => (a.Stream, Session: s))).Distinct().ToList();
        if (sessions.Count > 0)
            Sessions(batch, sessions, frame);
    }

    /// <remarks>
    /// A limit is a fence: joined by version instead, a table that is young and unanalysed was read once for each of the stream's
    /// rows, for each entry. And no index has the order of <c>version + 0</c>, so none is walked through for its sake.
    /// </remarks>
    private static void Heads(SqlBatch batch, List<(StreamKey Stream, EntryId Entry)> entries, Func<StreamKey, StreamFrame> frame) => batch.Add(
        $"""
        select k.t, k.i, k.e, h.version, h.opens is not null, o.fact::text
        from unnest($1::text[], $2::text[], $3::uuid[]) k (t, i, e)
        cross join lateral (
            select version, opens from (
                select version, opens from {Tables.Entries} where tenant_id = k.t and stream_id = k.i and opens = k.e union all
                select version, opens from {Tables.Entries} where tenant_id = k.t and stream_id = k.i and closes = k.e) touched
            order by version + 0 desc limit 1) h
        cross join lateral (select fact from {Tables.Entries} where tenant_id = k.t and stream_id = k.i and opens = k.e order by version + 0 desc limit 1) o
        """,
        row => frame(GroupSql.Key(row)).KnowHead(new(row.GetGuid(2)), row.GetInt32(3), row.GetBoolean(4), row.GetString(5)),
        [GroupSql.Organisations(entries.Select(e => e.Stream)), GroupSql.Initiatives(entries.Select(e => e.Stream)), entries.Select(e => e.Entry.Value).ToArray()]);

    private static void Sessions(SqlBatch batch, List<(StreamKey Stream, SessionId Session)> sessions, Func<StreamKey, StreamFrame> frame) => batch.Add(
        $"""
        select k.t, k.i, k.s from unnest($1::text[], $2::text[], $3::uuid[]) k (t, i, s) where exists (
            select from {Tables.Entries} o where o.tenant_id = k.t and o.stream_id = k.i and o.identity = 'session:' || k.s::text
            and not exists (select from {Tables.Entries} c where c.tenant_id = k.t and c.stream_id = k.i and c.closes = o.opens and c.version > o.version))
        """,
        row => frame(GroupSql.Key(row)).KnowSession(new(row.GetGuid(2))),
        [GroupSql.Organisations(sessions.Select(s => s.Stream)), GroupSql.Initiatives(sessions.Select(s => s.Stream)), sessions.Select(s => s.Session.Value).ToArray()]);
}
