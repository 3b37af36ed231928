using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Store;
using NodaTime;
using Npgsql;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Capture;

/// <summary>
/// Tells which commands of a group may have restated a closed period. Most have not: what they say is not about the days of the period, and no definition
/// looks at it (<see cref="Sight"/>). Of the others <see cref="RestatementReader"/> finds out.
/// </summary>
internal sealed class RestatementDetector
{
    private readonly HashSet<PendingCommand> _suspected = [];
    private readonly Dictionary<PendingCommand, (LedgerEntry Entry, Initiative State)> _noted = [];

    /// <param name="state">The stream's state after the command; where no period was ever marked, nothing is looked up.</param>
    public void Note(PendingCommand pending, LedgerEntry entry, Initiative? state)
    {
        if (state?.Periods is { Count: > 0 })
            _noted.TryAdd(pending, (entry, state));
    }

    /// <summary>Of a command that was accepted long ago nobody knows here what was defined then: it is always found out anew.</summary>
    public void NoteReplay(PendingCommand pending, Initiative? state)
    {
        if (state?.Periods is { Count: > 0 })
            _suspected.Add(pending);
    }

    public Recorded Told(PendingCommand pending, Recorded recorded) => recorded with { MayRestate = _suspected.Contains(pending) };

    /// <summary>Called after the commit. Commands of a refused atomic batch were not written and are not asked for.</summary>
    public async Task ReadAsync(NpgsqlConnection connection)
    {
        if (_noted.Count == 0)
            return;
        var noted = _noted.ToList();
        var streams = noted.Select(n => n.Key.Stream).Distinct().ToDictionary(s => s, _ => new Closable());
        var stated = noted.SelectMany(n => Identities(n.Value.State).Select(i => (n.Key.Stream, Identity: i))).Distinct().ToList();
        var said = new List<(int Noted, LoggedChange Change)>();
        var batch = new SqlBatch(noted.Select(n => n.Key.Stream.Organisation));
        batch.Add(
            $"""
            select k.t, k.i, m.version, m.fact::text, m.identity like 'period:%', m.closes is null from unnest($1::text[], $2::text[], $3::text[]) k (t, i, d)
            join {Tables.Entries} m on m.tenant_id = k.t and m.stream_id = k.i and m.identity = k.d and m.fact is not null
            order by m.version
            """,
            row =>
            {
                var stream = streams[CommitBatchSql.Key(row)];
                if (!row.GetBoolean(4))
                    stream.Definitions.Add(row.GetString(3));
                else if (row.GetBoolean(5)) // a correction of a mark changes neither its period nor its state
                    stream.Marks.Add((row.GetInt32(2), (PeriodMarked)Fact(row.GetString(3))!));
            },
            [CommitBatchSql.Organisations(stated.Select(s => s.Stream)), CommitBatchSql.Initiatives(stated.Select(s => s.Stream)),
                stated.Select(s => s.Identity).ToArray()]);
        batch.Add(s_said, row =>
        {
            var (after, before) = (Fact(Text(row, 2)), Fact(Text(row, 3)));
            // The rows of a file come into force, and are undone, together; what they say is not looked through here.
            var what = row.GetBoolean(6) ? ChangeKind.Unreadable : ChangeKind.Corrected;
            said.Add(((int)row.GetInt64(0) - 1, new(
                what, row.GetInt32(1), row.GetInt32(1), null, "", before, after, before?.InSession is null ? before?.OccurredOn : Day(row, 5),
                after?.InSession is null ? after?.OccurredOn : Day(row, 4), default, default, null, "", null, null, [])));
        },
        [
            CommitBatchSql.Organisations(noted.Select(n => n.Key.Stream)), CommitBatchSql.Initiatives(noted.Select(n => n.Key.Stream)),
            noted.Select(n => n.Value.Entry.FirstVersion).ToArray(), noted.Select(n => n.Value.Entry.Events).ToArray(),
        ]);
        await batch.RunAsync(connection);
        foreach (var (index, change) in said)
        {
            var (pending, (entry, _)) = noted[index];
            if (streams[pending.Stream].MayRestate(change, entry.RecordedAt))
                _suspected.Add(pending);
        }
    }

    /// <summary>Under which identities the marks on periods, and the definitions in force, are stored. An index finds them.</summary>
    private static IEnumerable<string> Identities(Initiative state) =>
        state.Periods!.Values.SelectMany(p => Enum.GetValues<PeriodState>().Select(s => new PeriodMarked(s, p.From, p.To, p.To).Identity))
            .Concat(state.Declared.Keys.Where(k => k.StartsWith("indicator:", StringComparison.Ordinal)));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static LocalDate? Day(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<LocalDate>(column);

    private static InitiativeFact? Fact(string? json) => json is null ? null : JsonSerializer.Deserialize<InitiativeFact>(json, DomainJson.Options);

    /// <summary>What the acts said, with what stood before and the days of the sessions; and whether it completes or undoes an import.</summary>
    private static readonly string s_said =
        $"""
        with said as (
            select k.n, k.t, k.i, e.version, e.closes, e.fact, e.kind in ('import_completed', 'import_undone') as file
            from unnest($1::text[], $2::text[], $3::int[], $4::int[]) with ordinality k (t, i, f, c, n)
            join {Tables.Entries} e on e.tenant_id = k.t and e.stream_id = k.i and e.version >= k.f and e.version < k.f + k.c
                and (e.import is null or e.kind in ('import_completed', 'import_undone')))
        select k.n, k.version, k.fact::text, b.fact::text, after.occurred_on, before.occurred_on, k.file from said k
        left join lateral (select p.fact from {Tables.Entries} p where p.tenant_id = k.t and p.stream_id = k.i and p.opens = k.closes and p.version < k.version
            and {ImportSql.Counts("p", "k.version")} order by p.version desc limit 1) b on true
        left join lateral (select p.occurred_on from {Tables.Entries} p where p.tenant_id = k.t and p.stream_id = k.i
            and p.identity = 'session:' || (k.fact ->> 'session') and p.opens is not null and p.version <= k.version
            and {ImportSql.Counts("p", "k.version")} order by p.version desc limit 1) after on true
        left join lateral (select p.occurred_on from {Tables.Entries} p where p.tenant_id = k.t and p.stream_id = k.i
            and p.identity = 'session:' || (b.fact ->> 'session') and p.opens is not null and p.version < k.version
            and {ImportSql.Counts("p", "k.version")} order by p.version desc limit 1) before on true
        """;

    /// <summary>The marks on the periods of a stream, and every version of its definitions.</summary>
    private sealed class Closable
    {
        private readonly Dictionary<Period, Sight> _sights = [];

        public List<(int Version, PeriodMarked Mark)> Marks { get; } = [];

        /// <summary>As stored JSON, read only if it is needed.</summary>
        public List<string> Definitions { get; } = [];

        public bool MayRestate(LoggedChange change, Instant at) => Closed(change.Version).Any(p => change.Touches(p.From, p.To) || SightOf(p).Sees(change, at));

        /// <summary>The periods that were closed just before the version.</summary>
        private IEnumerable<Period> Closed(int version) => Marks.TakeWhile(m => m.Version < version).GroupBy(m => new Period(m.Mark.From, m.Mark.To))
            .Where(g => g.Last().Mark.State == PeriodState.Closed).Select(g => g.Key);

        private Sight SightOf(Period period)
        {
            if (!_sights.TryGetValue(period, out var sight))
                _sights.Add(period, sight = Sight.FromDefinitions(Definitions.Select(Fact).Select(f => f switch
                {
                    IndicatorAdopted adopted => adopted.Definition,
                    IndicatorRevised revised => revised.Definition,
                    _ => null,
                }).OfType<Indicator>(), period));
            return sight;
        }
    }
}
