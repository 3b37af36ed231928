using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Observability;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using Marten;
using NodaTime;
using Npgsql;

namespace CaseStudies.Server.Capture;

/// <summary>Claim the commands, lock the streams, decide one act after another, append, all in one transaction with one commit.</summary>
internal sealed partial class GroupTransaction(IDocumentStore store, NpgsqlDataSource source, IClock clock, LockWait wait)
{
    private readonly EventAppend _append = new(store);

    /// <summary>Answers the acts, and returns those that must wait for what somebody else holds.</summary>
    /// <remarks>A refusal is an answer. If the group as a whole fails, each act is tried alone, so that none fails for another's sake.</remarks>
    public async Task<IReadOnlyList<Act>> RunAsync(IReadOnlyList<Act> acts, Patience patience)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync();
            return await TryAsync(connection, acts, patience);
        }
        catch (Exception e) when (acts.Count == 1 || NoneCouldDoBetter(e))
        {
            foreach (var act in acts)
                act.Fail(e);
            return [];
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            var aside = new List<Act>();
            foreach (var act in acts)
                aside.AddRange(await RunAsync([act], patience));
            return aside;
        }
    }

    /// <summary>All have waited as long as one may, or there is no connection to be had.</summary>
    private static bool NoneCouldDoBetter(Exception e) =>
        e is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable } or NpgsqlException { InnerException: TimeoutException };

    private async Task<IReadOnlyList<Act>> TryAsync(NpgsqlConnection connection, IReadOnlyList<Act> acts, Patience patience)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var claim = await GroupClaim.TakeAsync(connection, acts, patience, wait);
        var (aside, answers, decided) = (new List<Act>(), new List<Action>(), new HashSet<Act>());
        foreach (var act in acts)
        {
            if (claim.Held(act) || claim.Frame(act.Stream).ImportEnded || (act.After is { Answered: false } before && !decided.Contains(before)))
                aside.Add(act);
            else if (decided.Add(act))
                answers.Add(Decide(act, claim));
        }

        if (claim.Frames.Any(f => f.Events.Count > 0))
            await SaveAsync(connection, claim);
        await claim.Restating.ReadAsync(connection);

        // Only now: a refusal too may rest on what an earlier act of the group states.
        foreach (var answer in answers)
            answer();
        return aside;
    }

    private Action Decide(Act act, GroupClaim claim)
    {
        try
        {
            if (act.After is { } before && (before.Failed || claim.HasFailed(before)))
                throw new TimeoutException("The act before it in its batch could not be decided.");
            var (recorded, refusal) = Judge(act, claim);
            return recorded is null ? () => act.Refuse(refusal!) : () => act.Record(claim.Restating.Told(act, recorded));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            claim.Fail(act);
            return () => act.Fail(e); // a damaged row, say: its own act's trouble, nobody else's
        }
    }

    private (Recorded? Recorded, Refusal? Refusal) Judge(Act act, GroupClaim claim)
    {
        if (claim.Earlier(act) is { } earlier)
            return earlier.IsOf(act) ? (Replayed(act, earlier, claim), null) : (null, Refusals.CommandReused());
        var frame = claim.Frame(act.Stream);
        var now = act.Actor.At ?? clock.GetCurrentInstant();
        var decision = frame.Decide(act.Command, act.Actor.Origin?.Import, now);
        if (decision.Refusal is { } refusal)
            return (null, refusal);
        var entry = frame.Accept(act, decision, now);
        claim.Accept(act, entry);
        claim.Restating.Note(act, entry, frame.State);
        return (Recorded.Of(act.Command.Command, entry, replayed: false), null);
    }

    private static Recorded Replayed(Act act, LedgerEntry earlier, GroupClaim claim)
    {
        claim.Restating.Note(act, earlier, claim.Frame(act.Stream).State);
        return Recorded.Of(act.Command.Command, earlier, replayed: true);
    }

    /// <summary>
    /// Everything that the group leaves, and its commit: in one round trip, or if it is very much, most of it by COPY. Whatever fails before the
    /// commit ends the batch before it.
    /// </summary>
    private async Task SaveAsync(NpgsqlConnection connection, GroupClaim claim)
    {
        var frames = claim.Frames.Where(f => f.Events.Count > 0).ToList();
        var appends = frames.Select(f => new StreamAppend(f.Key, f.Version, f.Events)).ToList();
        var rows = frames.SelectMany(f => f.Rows.Select(r => new Placed(f.Key, r))).ToList();
        var deposits = frames.SelectMany(f => f.Deposits.Select(d => (f.Key, d))).ToList();
        var batch = new SqlBatch();
        if (rows.Count < TableRows.Many)
        {
            _append.Add(batch, appends);
            EntryRelation.Insert(batch, rows);
            CommandLedger.Insert(batch, claim.Accepted);
            if (deposits.Count > 0)
                Vault.Deposit(batch, deposits);
        }
        else
        {
            await _append.CopyAsync(connection, appends);
            await EntryRelation.CopyAsync(connection, rows);
            await CommandLedger.CopyAsync(connection, claim.Accepted);
            if (deposits.Count > 0)
                await Vault.CopyAsync(connection, deposits);
        }

        InitiativeStates.Store(batch, [.. frames.Select(f => (f.Key, f.Version + f.Events.Count, f.State!))]);
        batch.Add("commit");
        await batch.ExecuteAsync(connection);
        Telemetry.GroupCommitted(claim.Accepted.Count);
    }
}
