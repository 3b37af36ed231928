using CaseStudies.Domain;

namespace CaseStudies.Server.Access;

/// <summary>A place among the <see cref="Turns"/>, held by one piece of work until it is disposed of.</summary>
internal sealed class Turn(Turns turns, Slug organisation) : IDisposable
{
    private bool _holds = true;

    /// <summary>Frees the place while the work waits for somebody, such as a reader whose line is slow.</summary>
    public void Pause()
    {
        if (!_holds)
            return;
        _holds = false;
        turns.Leave(organisation);
    }

    /// <summary>Waits for a place again, as long as it takes: what has begun is finished.</summary>
    public async Task ResumeAsync(CancellationToken cancellation)
    {
        if (_holds)
            return;
        await turns.EnterAsync(organisation, Timeout.InfiniteTimeSpan, hasBegun: true, cancellation);
        _holds = true;
    }

    /// <summary>Between two parts of the work: lets other organisations go first. What else its own asks for begins afterwards, as it takes memory.</summary>
    public async ValueTask GiveWayAsync(CancellationToken cancellation)
    {
        if (!_holds || !turns.OthersWait(organisation))
            return;
        Pause();
        await ResumeAsync(cancellation);
    }

    public void Dispose() => Pause();
}
