using System.Diagnostics;
using CaseStudies.Domain;
using CaseStudies.Server.Capture;

namespace CaseStudies.Server.Tests.Capture;

public sealed class GroupCommitQueueTests : IDisposable
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);
    private readonly List<(IReadOnlyList<PendingCommand> Acts, LockWaitMode Patience)> _groups = [];
    private readonly SemaphoreSlim _go = new(0);

    [Fact]
    public async Task Who_comes_alone_goes_alone_and_who_comes_meanwhile_goes_together()
    {
        var queue = new GroupCommitQueue(AnswerAsync, s_long, lanes: 1);
        var (first, second, third) = (Milestone("a"), Milestone("b"), Milestone("c"));
        queue.Add(first);
        await BegunAsync(1);
        queue.Add(second);
        queue.Add(third);
        _go.Release(2);
        await Task.WhenAll(first.Answer, second.Answer, third.Answer);

        Assert.Equal([[first], [second, third]], _groups.Select(g => g.Acts));
        Assert.All(_groups, g => Assert.Equal(LockWaitMode.None, g.Patience));
    }

    [Fact]
    public async Task A_group_has_its_measure_in_acts_and_in_facts()
    {
        var queue = new GroupCommitQueue(AnswerAsync, s_long, lanes: 1);
        var first = Milestone("first");
        queue.Add(first);
        await BegunAsync(1);
        var many = Enumerable.Range(0, 520).Select(i => Milestone($"m{i}")).ToList();
        var large = Enumerable.Range(0, 3).Select(_ => Groups.Record("ysc", "queue", [.. Enumerable.Range(0, 400).Select(i => Sentences.Milestone($"l{i}"))]))
            .ToList();
        foreach (var act in many.Concat(large))
            queue.Add(act);
        _go.Release(10);
        await Task.WhenAll(many.Concat(large).Select(a => a.Answer));

        // 512 acts at most; then the 8 that are left and two of 400 facts, not three.
        Assert.Equal([1, 512, 10, 1], _groups.Select(g => g.Acts.Count));
    }

    [Fact]
    public async Task The_acts_of_a_held_stream_leave_together_with_those_behind_and_keep_their_order()
    {
        var queue = new GroupCommitQueue(
            (acts, patience) => patience == LockWaitMode.None && acts.Any(Held) ? HoldAsync(acts) : AnswerAsync(acts, patience), s_long, lanes: 1);
        var (one, two, other, three) = (Milestone("1", "held"), Milestone("2", "held"), Milestone("other"), Milestone("3", "held"));
        queue.Add(one);
        await BegunAsync(1);
        queue.Add(two);
        queue.Add(other);
        queue.Add(three);
        _go.Release(10);
        await Task.WhenAll(one.Answer, two.Answer, three.Answer, other.Answer);

        Assert.Equal([one, two, three], _groups.Where(g => g.Patience == LockWaitMode.ForStream).SelectMany(g => g.Acts));
        Assert.Equal([other], _groups.Where(g => g.Patience == LockWaitMode.None).SelectMany(g => g.Acts).Where(a => !Held(a)));
    }

    [Fact]
    public async Task Who_gave_up_is_left_out_and_who_waited_too_long_is_told_so()
    {
        var limit = TimeSpan.FromMilliseconds(200);
        var queue = new GroupCommitQueue(AnswerAsync, limit, lanes: 1);
        var (first, gone, late) = (Milestone("a"), Milestone("gone"), Milestone("late"));
        queue.Add(first);
        await BegunAsync(1);
        gone.GiveUp();
        queue.Add(gone);
        queue.Add(late);
        var younger = Milestone("younger");
        await Until.TrueAsync(() => younger.TurnedAway(limit));
        _go.Release(10);

        await first.Answer;
        await Assert.ThrowsAsync<TimeoutException>(() => late.Answer);
        Assert.False(gone.Answer.IsCompleted);
        Assert.Single(_groups);
    }

    [Fact]
    public async Task A_run_that_throws_is_every_ones_answer_and_the_next_group_goes_on()
    {
        var queue = new GroupCommitQueue((acts, patience) => _groups.Count == 0 ? FailAsync(acts, patience) : AnswerAsync(acts, patience), s_long, lanes: 1);
        var (first, second) = (Milestone("a"), Milestone("b"));
        queue.Add(first);
        await Assert.ThrowsAsync<InvalidOperationException>(() => first.Answer);
        _go.Release();
        queue.Add(second);
        await second.Answer;
    }

    public void Dispose() => _go.Dispose();

    [Fact]
    public async Task A_commit_runs_outside_of_the_request_that_started_its_lane()
    {
        using var request = new Activity("request").Start();
        var seen = new TaskCompletionSource<Activity?>();
        var queue = new GroupCommitQueue(
            (_, _) =>
            {
                seen.SetResult(Activity.Current);
                return Task.FromResult<IReadOnlyList<PendingCommand>>([]);
            }, s_long, lanes: 1);

        queue.Add(Milestone("a"));

        Assert.Null(await seen.Task);
        Assert.Same(request, Activity.Current);
    }

    private static PendingCommand Milestone(string key, string initiative = "queue") => Groups.Record("ysc", initiative, Sentences.Milestone(key));

    private static bool Held(PendingCommand act) => act.Stream.Initiative == new Slug("held");

    private async Task<IReadOnlyList<PendingCommand>> AnswerAsync(IReadOnlyList<PendingCommand> acts, LockWaitMode patience)
    {
        lock (_groups)
            _groups.Add((acts, patience));
        await _go.WaitAsync();
        foreach (var act in acts)
            act.Refuse(Refusals.InitiativeUnknown());
        return [];
    }

    private async Task<IReadOnlyList<PendingCommand>> HoldAsync(IReadOnlyList<PendingCommand> acts)
    {
        await AnswerAsync([.. acts.Where(a => !Held(a))], LockWaitMode.None);
        return [.. acts.Where(Held)];
    }

    private async Task<IReadOnlyList<PendingCommand>> FailAsync(IReadOnlyList<PendingCommand> acts, LockWaitMode patience)
    {
        lock (_groups)
            _groups.Add((acts, patience));
        await Task.Yield();
        throw new InvalidOperationException("The run failed.");
    }

    private Task BegunAsync(int groups) => Until.TrueAsync(() =>
    {
        lock (_groups)
            return _groups.Count >= groups;
    });
}
