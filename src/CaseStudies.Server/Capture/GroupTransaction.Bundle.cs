using CaseStudies.Domain;
using Npgsql;

namespace CaseStudies.Server.Capture;

/// <content>Acts that are recorded all together or not at all, whatever streams they are on.</content>
/// <remarks>
/// A bundle waits for many things, so their order matters. There are three classes: commands, names of streams that are opened, streams;
/// everybody goes through them in this order. Within a class a bundle takes what it needs in one order (names by the number that is
/// locked, streams by their key), each waiting for the next. A group holds commands that it got by trying and then waits for one stream at
/// most; who waits for a command holds nothing. So whoever waits, waits for something later in the order than all he holds, and there is
/// no circle. Should a stranger (a hand in the database) make one all the same, PostgreSQL ends it, and the bundle begins again.
/// The wait as a whole is bounded by <see cref="Store.LockWait"/>.
/// </remarks>
internal sealed partial class GroupTransaction
{
    private const int Attempts = 3;

    /// <summary>Each of them may hold a thousand locks; PostgreSQL has room for some thousands.</summary>
    private static readonly SemaphoreSlim s_bundles = new(2);

    /// <summary>What became of each; (null, null): nothing, because another was refused.</summary>
    /// <exception cref="TimeoutException">It did not get all that it needs in time.</exception>
    public async Task<IReadOnlyList<(Recorded? Recorded, Refusal? Refusal)>> RunAllAsync(IReadOnlyList<Act> acts)
    {
        if (!await s_bundles.WaitAsync(wait.Limit))
            throw new TimeoutException("Other bundles were busy for as long as one may wait.");
        try
        {
            for (var attempt = 1; attempt <= Attempts; attempt++)
            {
                try
                {
                    if (await TryAllAsync(acts) is { } answers)
                        return answers;
                }
                catch (Exception e) when (StateOf(e) == PostgresErrorCodes.DeadlockDetected)
                {
                    // Rolled back as a whole: begin again.
                }
            }

            throw new TimeoutException("The streams of the bundle were too busy.");
        }
        finally
        {
            s_bundles.Release();
        }
    }

    /// <summary>Null: a stream was opened by somebody else this very moment.</summary>
    private async Task<IReadOnlyList<(Recorded? Recorded, Refusal? Refusal)>?> TryAllAsync(IReadOnlyList<Act> acts)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var claim = await ClaimAllAsync(connection, acts);
        if (acts.Any(claim.Held))
            return null;
        var answers = new List<(Recorded? Recorded, Refusal? Refusal)>(acts.Count);
        foreach (var act in acts)
        {
            answers.Add(Judge(act, claim));
            // Whoever was recorded by an earlier sending stays so; of this one, nothing is.
            if (answers[^1].Refusal is { } refusal)
            {
                answers = [.. acts.Select((a, i) => i == answers.Count - 1 ? (null, refusal) : claim.Before(a) is { } before && before.IsOf(a) ? (Replayed(a, before, claim), null) : default((Recorded?, Refusal?)))];
                return await ToldAsync(connection, claim, acts, answers);
            }
        }

        if (claim.Frames.Any(f => f.Events.Count > 0))
            await SaveAsync(transaction, claim);

        return await ToldAsync(connection, claim, acts, answers);
    }

    private static async Task<IReadOnlyList<(Recorded? Recorded, Refusal? Refusal)>> ToldAsync(
        NpgsqlConnection connection, GroupClaim claim, IReadOnlyList<Act> acts, IReadOnlyList<(Recorded? Recorded, Refusal? Refusal)> answers)
    {
        await claim.Restating.ReadAsync(connection);
        return [.. answers.Select((a, i) => (a.Recorded is { } recorded ? claim.Restating.Told(acts[i], recorded) : null, a.Refusal))];
    }

    private async Task<GroupClaim> ClaimAllAsync(NpgsqlConnection connection, IReadOnlyList<Act> acts)
    {
        using var limit = new CancellationTokenSource(wait.Limit);
        try
        {
            return await GroupClaim.TakeAsync(connection, acts, Patience.ForAll, wait, limit.Token);
        }
        catch (Exception e) when (limit.IsCancellationRequested || StateOf(e) == PostgresErrorCodes.OutOfMemory)
        {
            throw new TimeoutException("The bundle waited for its streams for as long as one may, or there are too many locks.", e);
        }
    }

    private static string? StateOf(Exception? e)
    {
        while (e is not null and not PostgresException)
            e = e.InnerException;
        return (e as PostgresException)?.SqlState;
    }
}
