using System.Data;
using System.Security.Cryptography;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Server.Store;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Capture;

/// <summary>The outcome that a command would have.</summary>
/// <param name="Refusal">Why it would be refused; null if it would be accepted.</param>
/// <param name="Known">It was accepted before: sending it again changes nothing.</param>
/// <param name="Rows">The rows that it would add to the relation of entries.</param>
internal sealed record SimulatedCommand(Refusal? Refusal, bool Known, IReadOnlyList<EntryRow> Rows);

/// <summary>Decides commands one after another on a snapshot of their stream, as recording would. Nothing is appended, and no lock is taken.</summary>
internal sealed class CommandSimulation : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _snapshot;
    private readonly StreamWorkingState _frame;
    private readonly (Vault Vault, IClock Clock) _services;
    private readonly Dictionary<CommandId, byte[]> _accepted = [];

    private CommandSimulation(
        NpgsqlConnection connection, NpgsqlTransaction snapshot, StreamKey stream, TrackingMode keeps, Vault vault, IClock clock) =>
        (_connection, _snapshot, _frame, _services) = (connection, snapshot, new(stream, keeps), (vault, clock));

    public static async Task<CommandSimulation> BeginAsync(
        IServiceProvider services, StreamKey stream, CancellationToken cancellation, TrackingMode keeps = TrackingMode.All)
    {
        var connection = await services.GetRequiredService<TenantConnections>().OpenAsync(stream.Organisation, cancellation);
        try
        {
            var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            await using (var settings = new NpgsqlCommand(KeyLookups.Sql, connection))
                await settings.ExecuteNonQueryAsync(cancellation);
            return new(connection, snapshot, stream, keeps, services.GetRequiredService<Vault>(), services.GetRequiredService<IClock>());
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The connection of the snapshot, for reading what the decisions saw.</summary>
    public NpgsqlConnection Connection => _connection;

    /// <summary>All rows that the commands so far would add to the relation.</summary>
    public IReadOnlyList<EntryRow> Rows => _frame.Rows;

    /// <summary>Decides the next commands, in order; each on the state that those before it would leave.</summary>
    public async Task<IReadOnlyList<SimulatedCommand>> TakeAsync(IReadOnlyList<(ReceivedCommand Sent, Actor Actor)> commands, CancellationToken cancellation)
    {
        var pending = new List<PendingCommand>(commands.Count);
        foreach (var (sent, actor) in commands)
            pending.Add(new(_frame.Key, sent, actor, await _services.Vault.FingerprintAsync(_frame.Key.Organisation, sent.Canonical, cancellation)));
        var context = await CommitBatchContext.LoadAsync(_connection, pending, _frame, cancellation);
        var taken = new List<SimulatedCommand>(pending.Count);
        foreach (var command in pending)
        {
            cancellation.ThrowIfCancellationRequested();
            taken.Add(Decide(command, context));
        }

        return taken;
    }

    private SimulatedCommand Decide(PendingCommand pending, CommitBatchContext context)
    {
        var command = pending.Command.Command;
        if (context.Earlier(pending) is { } earlier)
            return Known(earlier.BodyHash, pending) && earlier.Stream == pending.Stream.Initiative.Value
                ? new(null, true, [])
                : new(Refusals.CommandReused(), false, []);
        if (_accepted.TryGetValue(command, out var hash))
            return Known(hash, pending) ? new(null, true, []) : new(Refusals.CommandReused(), false, []);
        var now = pending.Actor.At ?? _services.Clock.GetCurrentInstant();
        var decision = _frame.Decide(pending.Command, pending.Actor, now);
        if (decision.Refusal is { } refusal)
            return new(refusal, false, []);
        var before = _frame.Rows.Count;
        _frame.Accept(pending, decision, now);
        _accepted.Add(command, pending.Hash);
        return new(null, false, [.. _frame.Rows.Skip(before)]);
    }

    private static bool Known(byte[] hash, PendingCommand pending) => CryptographicOperations.FixedTimeEquals(hash, pending.Hash);

    public async ValueTask DisposeAsync()
    {
        await _snapshot.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
