using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Store;

/// <summary>What the ledger says about one command: which versions of its stream are its events.</summary>
internal readonly record struct LedgerSpan(CommandId Command, int First, int Events, Instant RecordedAt)
{
    /// <summary>The first version after it.</summary>
    public long End => (long)First + Events;
}

/// <summary>The ledger's rows of one stream, which a rebuild goes through in step with the events.</summary>
internal sealed class LedgerSpans
{
    private readonly List<LedgerSpan> _spans = [];
    private int _at;
    private int _met;

    public static async Task<LedgerSpans> ReadAsync(NpgsqlConnection connection, Slug organisation, string stream, CancellationToken cancellation)
    {
        // A command that changed nothing has a row and no event.
        await using var command = new NpgsqlCommand(
            $"""
            select command_id, first_version, events, recorded_at from {Tables.Ledger}
            where tenant_id = $1 and stream_id = $2 and events > 0 order by first_version, command_id
            """, connection)
        {
            Parameters = { new() { Value = organisation.Value }, new() { Value = stream } }, CommandTimeout = 0,
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var spans = new LedgerSpans();
        while (await reader.ReadAsync(cancellation))
            spans._spans.Add(new(new(reader.GetGuid(0)), reader.GetInt32(1), reader.GetInt32(2), reader.GetFieldValue<Instant>(3)));
        return spans;
    }

    /// <summary>The command that made an event, if the ledger knows one. Events are asked for in their order.</summary>
    /// <param name="incomplete">Takes each command that was passed, and of which not every event was asked for.</param>
    public LedgerSpan? SpanAt(long version, Action<LedgerSpan> incomplete)
    {
        for (; _at < _spans.Count && _spans[_at].End <= version; _at++, _met = 0)
        {
            if (_met < _spans[_at].Events)
                incomplete(_spans[_at]);
        }

        if (_at == _spans.Count || _spans[_at].First > version)
            return null;
        _met++;
        return _spans[_at];
    }

    /// <summary>After the last event.</summary>
    public void Finish(Action<LedgerSpan> incomplete) => SpanAt(long.MaxValue, incomplete);

    /// <summary>Whether a version is some command's, in any order.</summary>
    public bool Knows(int version)
    {
        var (low, high) = (0, _spans.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _spans[middle].First <= version ? (middle + 1, high) : (low, middle);
        }

        return low > 0 && version < _spans[low - 1].End;
    }
}
