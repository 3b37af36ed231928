using System.Runtime.CompilerServices;
using CaseStudies.Domain;
using CaseStudies.Server.Access;
using CaseStudies.Server.Store;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace CaseStudies.Server.Security;

/// <summary>Reads the security log of an organisation, the newest first.</summary>
internal sealed class SecurityLogReader(TenantConnections connections)
{
    /// <param name="From">At or after this time; null: from the beginning.</param>
    /// <param name="To">Before this time; null: to the end.</param>
    /// <param name="Event">Null: of every kind.</param>
    internal sealed record Asked(Instant? From, Instant? To, SecurityEvent? Event, int Offset = 0, int? Limit = null);

    public async IAsyncEnumerable<SecurityNote> ReadAsync(Slug organisation, Asked asked, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = await connections.OpenAsync(organisation, cancellation);
        await using var select = new NpgsqlCommand(
            $"""
            select at, event, member, about, address, trace from {Tables.SecurityLog}
            where tenant_id = $1 and ($2 is null or at >= $2) and ($3 is null or at < $3) and ($4 is null or event = $4)
            order by at desc, id desc offset $5 limit $6
            """, connection)
        {
            Parameters =
            {
                new() { Value = organisation.Value }, Or(asked.From, NpgsqlDbType.TimestampTz), Or(asked.To, NpgsqlDbType.TimestampTz),
                Or(asked.Event is { } wanted ? Kebab.FromEnum(wanted) : null, NpgsqlDbType.Text), new() { Value = asked.Offset },
                Or(asked.Limit, NpgsqlDbType.Integer),
            },
        };
        await using var reader = await select.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            yield return new(reader.GetFieldValue<Instant>(0), EventOf(reader.GetString(1)), reader.GetString(2), reader.GetString(3), reader.GetString(4),
                reader.GetString(5));
    }

    private static SecurityEvent EventOf(string name) => Kebab.Find<SecurityEvent>(name)
        ?? throw new InvalidOperationException($"The security log has an event '{name}', which this version does not know.");

    private static NpgsqlParameter Or(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
