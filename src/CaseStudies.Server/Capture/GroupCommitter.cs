using System.Diagnostics;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Observability;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Store;
using Marten;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Capture;

/// <summary>One group commit: lock commands and streams, decide command by command, save, commit, answer. <c>GROUP-COMMIT.md</c> tells the whole.</summary>
internal sealed partial class GroupCommitter(IDocumentStore store, CommitConnections connections, IClock clock, ClockSkew skew)
{
    private readonly StreamAppends _appends = new(store);

    /// <summary>Answers the commands, and returns those that must wait for a lock of another transaction.</summary>
    /// <remarks>A refusal is an answer. If saving the group fails, each command is tried alone, so that none fails because of another.</remarks>
    public Task<IReadOnlyList<PendingCommand>> RunAsync(IReadOnlyList<PendingCommand> commands, LockWaitMode patience) =>
        RunAsync(commands, patience, isSecondTry: false);

    private async Task<IReadOnlyList<PendingCommand>> RunAsync(IReadOnlyList<PendingCommand> commands, LockWaitMode patience, bool isSecondTry)
    {
        try
        {
            await using var connection = await connections.OpenAsync();
            return await TryAsync(connection, commands, patience);
        }
        catch (Exception e) when (!isSecondTry && PostgresErrors.IsSessionDead(e))
        {
            // After a restart of PostgreSQL, all of them are. If the session died in the commit, the ledger tells what became of it.
            connections.Clear();
            return await RunAsync(commands, patience, isSecondTry: true);
        }
        catch (Exception e) when (commands.Count == 1 || RetryIsUseless(e))
        {
            foreach (var pending in commands)
                pending.Fail(e);
            return [];
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            var aside = new List<PendingCommand>();
            foreach (var pending in commands)
                aside.AddRange(await RunAsync([pending], patience, isSecondTry));
            return aside;
        }
    }

    /// <summary>Lock timeout or exhausted connection pool: retrying one by one cannot help.</summary>
    private static bool RetryIsUseless(Exception e) =>
        PostgresErrors.StateOf(e) == PostgresErrorCodes.LockNotAvailable || e is NpgsqlException { InnerException: TimeoutException };

    private async Task<IReadOnlyList<PendingCommand>> TryAsync(NpgsqlConnection connection, IReadOnlyList<PendingCommand> commands, LockWaitMode patience)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var context = await LoadAsync(connection, commands, patience);
        var (aside, answers, decided) = (new List<PendingCommand>(), new List<Action>(), new HashSet<PendingCommand>());
        foreach (var pending in commands)
        {
            if (context.Held(pending) || context.Frame(pending.Stream).IsStale || (pending.After is { Answered: false } before && !decided.Contains(before)))
                aside.Add(pending);
            else if (decided.Add(pending))
                answers.Add(Decide(pending, context));
        }

        if (context.Frames.Any(f => f.Events.Count > 0))
            await SaveAsync(transaction, context);
        await context.Restatements.ReadAsync(connection);

        // After the commit only: a refusal too may follow from an earlier command of the group.
        foreach (var answer in answers)
            answer();
        return aside;
    }

    private async Task<CommitBatchContext> LoadAsync(
        NpgsqlConnection connection, IReadOnlyList<PendingCommand> commands, LockWaitMode patience, CancellationToken cancellation = default)
    {
        var (before, asked) = (clock.GetCurrentInstant(), Stopwatch.GetTimestamp());
        var context = await CommitBatchContext.LockAndLoadAsync(connection, commands, patience, cancellation);
        var after = clock.GetCurrentInstant();
        // This very time is stamped: a clock that is read once more may have been set meanwhile.
        context.Now = skew.IsExceeded(before, context.DatabaseTime, after, Duration.FromTimeSpan(Stopwatch.GetElapsedTime(asked))) ? null : after;
        return context;
    }

    private static Action Decide(PendingCommand pending, CommitBatchContext context)
    {
        try
        {
            if (pending.After is { } before && (before.Failed || context.HasFailed(before)))
                throw new TimeoutException("The command before it in its batch failed.");
            var (recorded, refusal) = Judge(pending, context);
            return recorded is null ? () => pending.Refuse(refusal!) : () => pending.Record(context.Restatements.Told(pending, recorded));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            context.Fail(pending);
            return () => pending.Fail(e); // such as a damaged row that only this command reads
        }
    }

    private static (Recorded? Recorded, Refusal? Refusal) Judge(PendingCommand pending, CommitBatchContext context)
    {
        if (context.Earlier(pending) is { } earlier)
            return earlier.IsOf(pending) ? (Replayed(pending, earlier, context), null) : (null, Refusals.CommandReused());
        var frame = context.Frame(pending.Stream);
        var now = pending.Actor.At ?? context.Now ?? throw new ClockSkewException();
        var decision = frame.Decide(pending.Command, pending.Actor, now);
        if (decision.Refusal is { } refusal)
            return (null, refusal);
        var entry = frame.Accept(pending, decision, now);
        pending.Rows = frame.RowsFrom(entry.FirstVersion);
        context.Accept(pending, entry);
        context.Restatements.Note(pending, entry, frame.State);
        return (Recorded.FromLedger(pending.Command.Command, entry, replayed: false), null);
    }

    private static Recorded Replayed(PendingCommand pending, LedgerEntry earlier, CommitBatchContext context)
    {
        pending.Rows = []; // those of an attempt that failed would not be the ones recorded
        context.Restatements.NoteReplay(pending, context.Frame(pending.Stream).State);
        return Recorded.FromLedger(pending.Command.Command, earlier, replayed: true);
    }

    /// <summary>Saves events, ledger, private texts and states, and commits. The inline projection writes the entries.</summary>
    private async Task SaveAsync(NpgsqlTransaction transaction, CommitBatchContext context)
    {
        var frames = context.Frames.Where(f => f.Events.Count > 0).ToList();
        var deposits = frames.SelectMany(f => f.Deposits.Select(d => (f.Key, d))).ToList();
        await _appends.SaveAsync(transaction, [.. frames.Select(f => new StreamAppend(f.Key, f.Version, f.Events))], session =>
        {
            CommandLedger.QueueInsert(session, context.Accepted);
            if (deposits.Count > 0)
                Vault.QueueDeposit(session, deposits);
            foreach (var frame in frames)
                InitiativeStates.QueueStore(session, frame.Key, frame.Version + frame.Events.Count, frame.State!);
        });
        await transaction.CommitAsync();
        Telemetry.GroupCommitted(context.Accepted.Count);
    }
}
