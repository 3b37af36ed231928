using System.Security.Cryptography;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using Marten;
using NodaTime;
using Npgsql;
using SessionOptions = Marten.Services.SessionOptions;

namespace CaseStudies.Server.Capture;

/// <summary>Claim the commands, lock the streams, decide one act after another, append, all in one transaction with one commit.</summary>
internal sealed class GroupTransaction(IDocumentStore store, NpgsqlDataSource source, IClock clock, LockWait wait)
{
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
        var (aside, answers, restating) = (new List<Act>(), new List<Action>(), new Restating());
        foreach (var act in acts)
        {
            if (claim.Held(act) || claim.Frame(act.Stream).ImportEnded)
                aside.Add(act);
            else
                answers.Add(Decide(act, claim, restating));
        }

        if (claim.Frames.Any(f => f.Events.Count > 0))
        {
            await SaveAsync(transaction, claim);
            await restating.ReadAsync(connection);
            await transaction.CommitAsync();
        }
        else
        {
            await restating.ReadAsync(connection);
        }

        // Only now: a refusal too may rest on what an earlier act of the group states.
        foreach (var answer in answers)
            answer();
        return aside;
    }

    private Action Decide(Act act, GroupClaim claim, Restating restating)
    {
        try
        {
            if (claim.Earlier(act) is { } earlier)
            {
                var same = CryptographicOperations.FixedTimeEquals(earlier.BodyHash, act.Hash) && earlier.Stream == act.Stream.Initiative.Value;
                if (same)
                    restating.Note(act, earlier, claim.Frame(act.Stream).State);
                return same ? () => act.Record(Recorded.Of(act.Command.Command, earlier, replayed: true) with { Restates = restating.Of(act) }) : () => act.Refuse(Refusals.CommandReused());
            }

            var frame = claim.Frame(act.Stream);
            var now = act.Actor.At ?? clock.GetCurrentInstant();
            var decision = frame.Decide(act.Command, act.Actor.Origin?.Import, now);
            if (decision.Refusal is { } refusal)
                return () => act.Refuse(refusal);
            var entry = frame.Accept(act, decision, now);
            claim.Accepted(act, entry);
            restating.Note(act, entry, frame.State);
            return () => act.Record(Recorded.Of(act.Command.Command, entry, replayed: false) with { Restates = restating.Of(act) });
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return () => act.Fail(e); // a damaged row, say: its own act's trouble, nobody else's
        }
    }

    /// <remarks>The store finds a stream of its unit of work by key alone, blind to the organisation: equal keys go into different units.</remarks>
    private async Task SaveAsync(NpgsqlTransaction transaction, GroupClaim claim)
    {
        var left = claim.Frames.Where(f => f.Events.Count > 0).ToList();
        while (left.Count > 0)
        {
            var unit = left.DistinctBy(f => f.Key.Initiative).ToList();
            left = [.. left.Except(unit)];
            var options = SessionOptions.ForTransaction(transaction);
            options.TenantId = unit[0].Key.Organisation.Value;
            await using var session = store.LightweightSession(options);
            foreach (var frame in unit)
                Queue(frame.Key.Organisation == unit[0].Key.Organisation ? session : session.ForTenant(frame.Key.Organisation.Value), frame);
            InitiativeStates.QueueStore(session, [.. unit.Select(f => (f.Key, f.Version + f.Events.Count, f.State!))]);
            if (left.Count == 0)
                claim.QueueLedger(session);
            await session.SaveChangesAsync();
        }
    }

    private static void Queue(IDocumentOperations operations, StreamFrame frame)
    {
        operations.AppendNumbered<InitiativeState>(frame.Key.Initiative.Value, frame.Version, frame.Events);
        foreach (var deposit in frame.Deposits)
            Vault.QueueDeposit(operations, frame.Key.Organisation, frame.Key.Initiative, deposit);
    }
}
