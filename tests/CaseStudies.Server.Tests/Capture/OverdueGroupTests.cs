using System.Collections.Concurrent;
using CaseStudies.Domain;
using CaseStudies.Server.Capture;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>A commit that does not end, as behind a stopped process of PostgreSQL, keeps its own streams waiting and no others.</summary>
public sealed class OverdueGroupTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromMinutes(1);
    private readonly OverdueTime _time = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<bool>> _stuck = [];
    private readonly ConcurrentQueue<PendingCommand> _begun = [];

    [Fact]
    public async Task Other_streams_of_the_lane_go_on_and_its_own_follow_in_their_order()
    {
        var queue = Queue();
        var (first, second, third, other, later) = (Stuck("s", "1"), Free("s", "2"), Free("s", "3"), Free("other"), Free("other"));
        queue.Add(first);
        await BegunAsync(first);
        queue.Add(second, other);
        await _time.PassAsync(1);
        await other.Answer.WaitAsync(s_long, TestContext.Current.CancellationToken);
        queue.Add(third, later);
        await later.Answer.WaitAsync(s_long, TestContext.Current.CancellationToken);
        Assert.Equal([first, other, later], _begun);

        End(first);
        await Task.WhenAll(first.Answer, second.Answer, third.Answer).WaitAsync(s_long, TestContext.Current.CancellationToken);
        Assert.Equal([first, other, later, second, third], _begun);
    }

    [Fact]
    public async Task All_streams_of_the_group_wait_and_what_it_sets_aside_comes_before_what_follows()
    {
        var queue = Queue();
        var (start, one, two, held, behind) = (Stuck("start"), Stuck("one"), Free("two"), Free("held"), Free("held"));
        queue.Add(start);
        await BegunAsync(start);
        queue.Add(one, two, held);
        End(start);
        await BegunAsync(one);
        queue.Add(behind);
        await _time.PassAsync(2);
        var other = Free("other");
        queue.Add(other);
        await other.Answer.WaitAsync(s_long, TestContext.Current.CancellationToken);
        Assert.False(two.Answered || held.Answered || behind.Answered);

        End(one, aside: held);
        await Task.WhenAll(two.Answer, held.Answer, behind.Answer).WaitAsync(s_long, TestContext.Current.CancellationToken);
        Assert.Equal([start, one, two, held, other, held, behind], _begun);
    }

    [Fact]
    public async Task The_answers_of_an_overdue_group_are_those_of_its_run_also_if_it_fails()
    {
        var queue = Queue();
        var (first, second) = (Stuck("s"), Free("s"));
        queue.Add(first, second);
        await BegunAsync(first);
        await _time.PassAsync(1);
        _stuck[Key(first)].SetException(new TimeoutException("The commit was not heard of."));

        await Assert.ThrowsAsync<TimeoutException>(() => first.Answer);
        await Assert.ThrowsAsync<TimeoutException>(() => second.Answer); // of the same group
        var third = Free("s");
        queue.Add(third);
        await third.Answer.WaitAsync(s_long, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task So_many_may_be_overdue_and_then_the_lane_waits_until_one_of_them_ends()
    {
        var queue = Queue();
        var stuck = Enumerable.Range(0, GroupCommitQueue.MaximumOverdue + 1).Select(i => Stuck($"s{i}")).ToList();
        foreach (var (i, command) in stuck.Index())
        {
            queue.Add(command);
            await BegunAsync(command);
            await _time.PassAsync(i + 1);
        }

        var other = Free("other");
        queue.Add(other);
        // The last one was overdue too, and is waited for once more.
        await Until.TrueAsync(() => _time.Begun == stuck.Count + 1);
        Assert.Equal(stuck, _begun);

        End(stuck[3]);
        await stuck[3].Answer;
        await Until.TrueAsync(async () =>
        {
            await _time.PassAsync(0);
            return other.Answered;
        });
        End([.. stuck.Where(s => s != stuck[3])]);
        await Task.WhenAll(stuck.Select(s => s.Answer)).WaitAsync(s_long, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task So_many_streams_wait_for_their_locks_at_a_time_and_all_come_in_their_turn()
    {
        var (go, waiting, most, seen) = (new TaskCompletionSource(), 0, 0, new Lock());
        var queue = new GroupCommitQueue(
            async (commands, patience) =>
            {
                if (patience == LockWaitMode.None)
                    return commands;
                lock (seen)
                    most = Math.Max(most, ++waiting);
                await go.Task;
                lock (seen)
                    waiting--;
                Answer(commands);
                return [];
            }, s_long, lanes: 1);
        var held = Enumerable.Range(0, GroupCommitQueue.MaximumWaits + 8).Select(i => Free($"held-{i}")).ToList();
        queue.Add(held);
        await Until.TrueAsync(() => Volatile.Read(ref waiting) >= GroupCommitQueue.MaximumWaits);
        go.SetResult();
        await Task.WhenAll(held.Select(h => h.Answer)).WaitAsync(s_long, TestContext.Current.CancellationToken);
        Assert.Equal(GroupCommitQueue.MaximumWaits, most);
    }

    private GroupCommitQueue Queue() => new(RunAsync, s_long, lanes: 1, _time);

    /// <summary>Answers its commands, after the stuck ones among them were released.</summary>
    private async Task<IReadOnlyList<PendingCommand>> RunAsync(IReadOnlyList<PendingCommand> commands, LockWaitMode patience)
    {
        await Task.Yield();
        foreach (var command in commands)
            _begun.Enqueue(command);
        var aside = new List<PendingCommand>();
        foreach (var command in commands)
        {
            if (_stuck.TryGetValue(Key(command), out var end) && await end.Task)
                aside.AddRange(commands.Where(c => c.Stream.Initiative == new Slug("held")));
        }

        Answer(commands.Except(aside));
        return aside;
    }

    private static void Answer(IEnumerable<PendingCommand> commands)
    {
        foreach (var command in commands)
            command.Refuse(Refusals.InitiativeUnknown());
    }

    private PendingCommand Stuck(string initiative, string key = "a")
    {
        var command = Free(initiative, key);
        _stuck[Key(command)] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        return command;
    }

    private static PendingCommand Free(string initiative, string key = "a") => Groups.Record("ysc", initiative, Sentences.Milestone(key));

    private static string Key(PendingCommand command) => command.Command.Command.ToString();

    private Task BegunAsync(PendingCommand command) => Until.TrueAsync(() => _begun.Contains(command));

    private void End(params PendingCommand[] commands)
    {
        foreach (var command in commands)
            _stuck[Key(command)].SetResult(false);
    }

    /// <param name="aside">Its stream turns out to be held.</param>
    private void End(PendingCommand command, PendingCommand aside)
    {
        Assert.Equal(new("held"), aside.Stream.Initiative);
        _stuck[Key(command)].SetResult(true);
    }
}
