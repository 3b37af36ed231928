using System.Collections.Immutable;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Store;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Capture;

/// <summary>Finds which closed periods the commands of a group restate. It reads what is stored, so that a retry gets the same answer.</summary>
/// <remarks>It goes by the days that a command speaks of. Figures that rest on other days too are found where restatements are listed.</remarks>
internal sealed class RestatementDetector
{
    private readonly List<(PendingCommand Pending, LedgerEntry Entry)> _noted = [];
    private readonly Dictionary<PendingCommand, ImmutableArray<RestatedPeriod>> _restated = [];

    /// <param name="state">The stream's state; where no period was ever closed, nothing is looked up.</param>
    public void Note(PendingCommand pending, LedgerEntry entry, Initiative? state)
    {
        if (state?.Periods is { Count: > 0 } && _noted.TrueForAll(n => n.Pending != pending))
            _noted.Add((pending, entry));
    }

    public Recorded Told(PendingCommand pending, Recorded recorded) =>
        _restated.TryGetValue(pending, out var periods) && !periods.IsEmpty ? recorded with { Restates = periods } : recorded;

    /// <summary>Called after the commit. Commands of a refused atomic batch were not written and are not asked for.</summary>
    public async Task ReadAsync(NpgsqlConnection connection)
    {
        if (_noted.Count == 0)
            return;
        var marks = _noted.Select(_ => new List<(int Version, PeriodMarked Mark)>()).ToList();
        var found = _noted.Select(_ => new HashSet<RestatedPeriod>()).ToList();
        var batch = new SqlBatch();
        batch.Add(Marks, row => marks[(int)row.GetInt64(0) - 1].Add((row.GetInt32(1), (PeriodMarked)Fact(row.GetString(2))!)), Parameters());
        batch.Add(s_touched, row =>
        {
            var (n, version) = ((int)row.GetInt64(0) - 1, row.GetInt32(1));
            var (after, before) = (Fact(Text(row, 2)), Fact(Text(row, 3)));
            var change = new LoggedChange(
                ChangeKind.Corrected, version, version, null, "", before, after, before?.OccurredOn ?? Day(row, 5), after?.OccurredOn ?? Day(row, 4), default,
                default, null, "", null, null, []);
            found[n].UnionWith(Closed(marks[n], version).Where(p => change.Touches(p.From, p.To)));
        }, Parameters());
        await batch.RunAsync(connection);
        foreach (var (index, (pending, _)) in _noted.Index())
            _restated[pending] = [.. found[index].OrderBy(p => p.From).ThenBy(p => p.To)];
    }

    /// <summary>The periods that were closed just before the version.</summary>
    private static IEnumerable<RestatedPeriod> Closed(List<(int Version, PeriodMarked Mark)> marks, int version) => marks
        .TakeWhile(m => m.Version < version).GroupBy(m => new RestatedPeriod(m.Mark.From, m.Mark.To)).Where(g => g.Last().Mark.State == PeriodState.Closed)
        .Select(g => g.Key);

    private object[] Parameters() =>
    [
        CommitBatchSql.Organisations(_noted.Select(n => n.Pending.Stream)), CommitBatchSql.Initiatives(_noted.Select(n => n.Pending.Stream)),
        _noted.Select(n => n.Entry.FirstVersion).ToArray(), _noted.Select(n => n.Entry.Events).ToArray(),
    ];

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static LocalDate? Day(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<LocalDate>(column);

    private static InitiativeFact? Fact(string? json) => json is null ? null : JsonSerializer.Deserialize<InitiativeFact>(json, DomainJson.Options);

    private const string Keys = "unnest($1::text[], $2::text[], $3::int[], $4::int[]) with ordinality k (t, i, f, c, n)";

    private const string Marks =
        $"""
        select k.n, m.version, m.fact::text from {Keys}
        join {Tables.Entries} m on m.tenant_id = k.t and m.stream_id = k.i and m.identity like 'period:%' and m.closes is null and m.opens is not null
            and m.version < k.f + k.c
        order by k.n, m.version
        """;

    /// <summary>What the acts said, with what stood before and the days of the sessions; for the completion of an import, what its rows said.</summary>
    private static readonly string s_touched =
        $"""
        with said as (
            select k.n, k.t, k.i, e.version as at, e.version, e.closes, e.fact from {Keys}
            join {Tables.Entries} e on e.tenant_id = k.t and e.stream_id = k.i and e.version >= k.f and e.version < k.f + k.c and e.import is null
            union all
            select k.n, k.t, k.i, d.version, e.version, e.closes, e.fact from {Keys}
            join {Tables.Entries} d on d.tenant_id = k.t and d.stream_id = k.i and d.version >= k.f and d.version < k.f + k.c and d.kind = 'import_completed'
            join {Tables.Entries} e on e.tenant_id = k.t and e.stream_id = k.i and e.import = d.import and e.sheet > 0 and e.version < d.version)
        select k.n, k.at, k.fact::text, b.fact::text, after.occurred_on, before.occurred_on from said k
        left join lateral (select p.fact from {Tables.Entries} p where p.tenant_id = k.t and p.stream_id = k.i and p.opens = k.closes and p.version < k.version
            and {ImportSql.Counts("p", "k.at")} order by p.version desc limit 1) b on true
        left join lateral (select p.occurred_on from {Tables.Entries} p where p.tenant_id = k.t and p.stream_id = k.i
            and p.identity = 'session:' || (k.fact ->> 'session') and p.opens is not null and p.version <= k.version and {ImportSql.Counts("p", "k.at")}
            order by p.version desc limit 1) after on true
        left join lateral (select p.occurred_on from {Tables.Entries} p where p.tenant_id = k.t and p.stream_id = k.i
            and p.identity = 'session:' || (b.fact ->> 'session') and p.opens is not null and p.version < k.version and {ImportSql.Counts("p", "k.at")}
            order by p.version desc limit 1) before on true
        """;
}
