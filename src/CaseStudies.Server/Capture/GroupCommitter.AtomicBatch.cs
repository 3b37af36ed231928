using CaseStudies.Domain;
using CaseStudies.Server.Store;
using Npgsql;

namespace CaseStudies.Server.Capture;

/// <content>An atomic batch: commands on any streams that are recorded all together or not at all.</content>
/// <remarks>
/// An atomic batch waits for many locks, so it takes them in one order: commands, names of streams that it opens, streams; within each class by
/// lock number or stream key. A group holds commands that it locked without waiting, and waits for one stream at most; a command that waits for its
/// own lock holds none. Every waiter thus waits for a lock that comes later in the order than those it holds, so there is no deadlock.
/// If a transaction from outside the program causes one all the same, PostgreSQL ends it and the batch begins again.
/// The wait as a whole is bounded by <see cref="Store.LockWait"/>.
/// </remarks>
internal sealed partial class GroupCommitter
{
    private const int Attempts = 3;

    /// <summary>Each of them may hold a thousand locks; PostgreSQL has room for some thousands.</summary>
    private static readonly SemaphoreSlim s_running = new(2);

    /// <summary>The outcome of each; (null, null) for a command that was not recorded because another was refused.</summary>
    /// <exception cref="TimeoutException">The batch did not get all of its locks in time.</exception>
    public async Task<IReadOnlyList<(Recorded? Recorded, Refusal? Refusal)>> RunAllAsync(IReadOnlyList<PendingCommand> commands)
    {
        if (!await s_running.WaitAsync(connections.Wait.Limit))
            throw new TimeoutException("Other atomic batches were running for longer than the lock timeout.");
        try
        {
            for (var attempt = 1; attempt <= Attempts; attempt++)
            {
                try
                {
                    if (await TryAllAsync(commands) is { } answers)
                        return answers;
                }
                catch (Exception e) when (PostgresErrors.StateOf(e) == PostgresErrorCodes.DeadlockDetected)
                {
                    // Rolled back as a whole: begin again.
                }
                catch (Exception e) when (attempt < Attempts && PostgresErrors.IsSessionDead(e))
                {
                    connections.Clear(); // and begin again: the ledger tells whether it was committed
                }
            }

            throw new TimeoutException("The streams of the atomic batch were locked at every attempt.");
        }
        finally
        {
            s_running.Release();
        }
    }

    /// <summary>Null if another transaction opened one of the streams a moment ago.</summary>
    private async Task<IReadOnlyList<(Recorded? Recorded, Refusal? Refusal)>?> TryAllAsync(IReadOnlyList<PendingCommand> commands)
    {
        await using var connection = await connections.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var context = await LockAllAsync(connection, commands);
        if (commands.Any(context.Held))
            return null;
        var answers = new List<(Recorded? Recorded, Refusal? Refusal)>(commands.Count);
        foreach (var pending in commands)
        {
            answers.Add(Judge(pending, context));
            // Commands recorded by an earlier sending stay recorded; of this sending, nothing is.
            if (answers[^1].Refusal is { } refusal)
            {
                answers = [.. commands.Select((a, i) =>
                    i == answers.Count - 1 ? (null, refusal) : context.Before(a) is { } before && before.IsOf(a) ? (Replayed(a, before, context), null)
                        : default((Recorded?, Refusal?)))];
                return await ToldAsync(connection, context, commands, answers);
            }
        }

        if (context.Frames.Any(f => f.Events.Count > 0))
            await SaveAsync(transaction, context);

        return await ToldAsync(connection, context, commands, answers);
    }

    private static async Task<IReadOnlyList<(Recorded? Recorded, Refusal? Refusal)>> ToldAsync(
        NpgsqlConnection connection, CommitBatchContext context, IReadOnlyList<PendingCommand> commands,
        IReadOnlyList<(Recorded? Recorded, Refusal? Refusal)> answers)
    {
        await context.Restatements.ReadAsync(connection);
        return [.. answers.Select((a, i) => (a.Recorded is { } recorded ? context.Restatements.Told(commands[i], recorded) : null, a.Refusal))];
    }

    private async Task<CommitBatchContext> LockAllAsync(NpgsqlConnection connection, IReadOnlyList<PendingCommand> commands)
    {
        using var limit = new CancellationTokenSource(connections.Wait.Limit);
        try
        {
            return await LoadAsync(connection, commands, LockWaitMode.ForAll, limit.Token);
        }
        catch (Exception e) when (limit.IsCancellationRequested || PostgresErrors.StateOf(e) == PostgresErrorCodes.OutOfMemory)
        {
            throw new TimeoutException("The atomic batch waited for its locks for longer than the lock timeout, or needs too many.", e);
        }
    }
}
