using CaseStudies.Domain;
using CaseStudies.Server.Store;
using NodaTime;
using Npgsql;

namespace CaseStudies.Benchmarks;

/// <summary>One statement a figure over the same relation: every entry that was gone through, its day, what it adds, and why it is left out.</summary>
internal sealed class HandWrittenFigures(string connectionString)
{
    /// <summary>The planner cannot know how many rows a member of a JSON document selects, and would join them row by row for minutes.</summary>
    private const string Planner = "-c enable_nestloop=off -c work_mem=64MB -c jit=off";

    private readonly NpgsqlDataSource _source = Source(connectionString);

    /// <summary>Kind, what it adds, and which value of which member it must have.</summary>
    public static readonly (string Kind, string Adds, string Member, string? Value)[] All =
    [
        ("participants_counted", "(k.fact ->> 'count')::numeric", "group", "youth"),
        ("participants_counted", "(k.fact ->> 'count')::numeric", "group", "adults"),
        ("session_held", "1::numeric", "", null), ("consultation_received", "1::numeric", "topic", "housing"),
    ];

    public async Task<(decimal Sum, int Counted, int LeftOut)> ReadAsync(Slug initiative, int figure, Instant? knownAt)
    {
        var (kind, adds, member, value) = All[figure];
        var other = value is null
            ? "false"
            : $"k.fact ->> '{member}' <> '{value}'"
                + (kind == "participants_counted" ? " or k.fact ->> 'scheme' <> 'audience' or k.fact ->> 'unit' <> 'people'" : "");
        await using var command = _source.CreateCommand(
            $"""
            with k as (
                select version, opens, fact, lead(version) over entry as known_to, lead(opens) over entry as reopened from casestudies.entries
                where tenant_id = $1 and stream_id = $2 and ($3::timestamptz is null or recorded_at <= $3)
                window entry as (partition by coalesce(opens, closes) order by version)),
            session as (select fact ->> 'session' as id, (fact ->> 'on')::date as day from k where fact ->> 'kind' = 'session_held' and known_to is null)
            select k.opens, k.version, coalesce(session.day, (k.fact ->> 'on')::date), {adds}, case
                when known_to is not null then case when reopened is not null then 'superseded' else 'withdrawn' end
                when coalesce(session.day, (k.fact ->> 'on')::date) is null then 'session-not-in-force'
                when {other} then 'other-value'
                when coalesce(session.day, (k.fact ->> 'on')::date) not between '2025-04-01' and '2026-03-31' then 'outside-days' end
            from k left join session on session.id = k.fact ->> 'session' where k.fact ->> 'kind' = '{kind}' order by 3, 2
            """);
        command.Parameters.Add(new() { Value = FigureBooks.Organisation.Value });
        command.Parameters.Add(new() { Value = initiative.Value });
        command.Parameters.Add(new() { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz, Value = knownAt is { } at ? at : DBNull.Value });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(Guid Entry, int Version, LocalDate? On, decimal Adds, string? Rule)>();
        while (await reader.ReadAsync())
            rows.Add((reader.GetGuid(0), reader.GetInt32(1), reader.IsDBNull(2) ? null : reader.GetFieldValue<LocalDate>(2), reader.GetDecimal(3),
                reader.IsDBNull(4) ? null : reader.GetString(4)));
        return (rows.Where(r => r.Rule is null).Sum(r => r.Adds), rows.Count(r => r.Rule is null), rows.Count(r => r.Rule is not null));
    }

    private static NpgsqlDataSource Source(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        (builder.ConnectionStringBuilder.Options, builder.ConnectionStringBuilder.MaxAutoPrepare,
            builder.ConnectionStringBuilder.AutoPrepareMinUsages) = ($"{Planner} -c {BackgroundConnections.Setting}=on", 20, 2); // it names no organisation
        builder.UseNodaTime();
        return builder.Build();
    }
}
