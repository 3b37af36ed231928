using CaseStudies.Domain;
using CaseStudies.Server.Access;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Tests.Access;

/// <summary>However much one organisation asks for, each gets its turn.</summary>
public sealed class TurnsTests
{
    private static readonly Slug s_one = new("one"), s_other = new("other"), s_third = new("third");

    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(20);

    private readonly Turns _turns = new(1, Timeout.InfiniteTimeSpan, TimeProvider.System);
    private readonly List<string> _order = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_place_goes_to_each_organisation_in_turn_and_within_it_to_the_first()
    {
        var held = await _turns.BeginAsync(s_one, Cancellation);
        Task[] all = [Ask(s_one, "1"), Ask(s_one, "2"), Ask(s_one, "3"), Ask(s_other, "4"), Ask(s_other, "5"), Ask(s_third, "6")];
        Assert.Equal(6, _turns.Waiting);

        held.Dispose();
        await Task.WhenAll(all);

        Assert.Equal(["4", "6", "1", "5", "2", "3"], _order);
        Assert.Equal(0, _turns.Waiting);
    }

    [Fact]
    public async Task There_are_as_many_places_as_were_made_and_each_is_used_again()
    {
        var two = new Turns(2, TimeSpan.Zero, TimeProvider.System);
        for (var round = 0; round < 3; round++)
        {
            using var first = await two.BeginAsync(s_one, Cancellation);
            using var second = await two.BeginAsync(s_one, Cancellation);
            await Assert.ThrowsAsync<CrowdedException>(() => two.BeginAsync(s_other, Cancellation));
            Assert.Equal(0, two.Waiting);
        }
    }

    [Fact]
    public async Task Who_goes_away_waits_no_longer_and_holds_up_nobody()
    {
        using var gone = new CancellationTokenSource();
        var held = await _turns.BeginAsync(s_one, Cancellation);
        var leaving = _turns.BeginAsync(s_other, gone.Token);
        var staying = Ask(s_third, "stays");
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        Assert.Equal(1, _turns.Waiting);

        held.Dispose();
        await staying;

        Assert.Equal(["stays"], _order);
        (await _turns.BeginAsync(s_other, Cancellation)).Dispose();
    }

    [Fact]
    public async Task Work_gives_way_to_other_organisations_and_goes_on_before_its_own_begins_more()
    {
        using var turn = await _turns.BeginAsync(s_one, Cancellation);
        var own = Ask(s_one, "own");
        await turn.GiveWayAsync(Cancellation); // nobody else waits
        _order.Add("first part");
        var other = Ask(s_other, "other");
        await turn.GiveWayAsync(Cancellation);
        _order.Add("second part");
        turn.Dispose();
        await Task.WhenAll(own, other);

        Assert.Equal(["first part", "other", "second part", "own"], _order);
        using var last = await _turns.BeginAsync(s_third, Cancellation);
        await Assert.ThrowsAsync<TimeoutException>(() => _turns.EnterAsync(s_other, TimeSpan.Zero, false, Cancellation));
    }

    [Fact]
    public async Task While_a_reader_takes_nothing_the_work_for_him_holds_no_place()
    {
        var (slow, turn) = (new SlowReader(), await _turns.BeginAsync(s_one, Cancellation));
        await using var answer = new TurnStream(slow, turn);
        await answer.WriteAsync("first"u8.ToArray(), Cancellation); // taken at once
        await Assert.ThrowsAsync<TimeoutException>(() => _turns.EnterAsync(s_other, TimeSpan.Zero, false, Cancellation));
        slow.Stop();
        var writing = answer.WriteAsync("second"u8.ToArray(), Cancellation);

        var other = await _turns.BeginAsync(s_other, Cancellation).WaitAsync(s_long, Cancellation);
        slow.GoOn();
        Assert.Equal(1, await WaitingAsync());
        Assert.False(writing.IsCompleted); // the place is the other's now

        other.Dispose();
        await writing;
        Assert.Equal("firstsecond", slow.Text);
        await Assert.ThrowsAsync<TimeoutException>(() => _turns.EnterAsync(s_other, TimeSpan.Zero, false, Cancellation));
    }

    [Fact]
    public async Task A_reader_who_breaks_off_leaves_a_free_place()
    {
        var (slow, turn) = (new SlowReader(), await _turns.BeginAsync(s_one, Cancellation));
        slow.Stop();
        await using (var answer = new TurnStream(slow, turn))
        {
            var writing = answer.WriteAsync("cut"u8.ToArray(), Cancellation);
            slow.Break();
            await Assert.ThrowsAsync<IOException>(() => writing.AsTask());
        }

        turn.Dispose();
        using var other = await _turns.BeginAsync(s_other, Cancellation).WaitAsync(s_long, Cancellation);
        await Assert.ThrowsAsync<TimeoutException>(() => _turns.EnterAsync(s_other, TimeSpan.Zero, false, Cancellation)); // one place, not two
    }

    private async Task Ask(Slug organisation, string name)
    {
        using var turn = await _turns.BeginAsync(organisation, Cancellation);
        _order.Add(name);
    }

    private async Task<int> WaitingAsync()
    {
        await Until.HoldsAsync(() => Task.FromResult(_turns.Waiting), waiting => waiting == 1);
        return _turns.Waiting;
    }

    /// <summary>Takes what is written, until it is stopped.</summary>
    private sealed class SlowReader : MemoryStream
    {
        private TaskCompletionSource? _stopped;

        public string Text => System.Text.Encoding.UTF8.GetString(ToArray());

        public void Stop() => _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void GoOn() => _stopped!.SetResult();

        public void Break() => _stopped!.SetException(new IOException("gone"));

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_stopped is { } stopped)
                await stopped.Task;
            await base.WriteAsync(buffer, cancellationToken);
        }
    }
}
