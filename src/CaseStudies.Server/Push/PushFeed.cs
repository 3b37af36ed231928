using Wolverine;

namespace CaseStudies.Server.Push;

/// <summary>Wakes up the push of an organisation's feed, now or after a failure. It may come twice: the settings say what is to be done.</summary>
public sealed record PushFeed;

/// <summary>Public, as its generated caller is.</summary>
public interface IFeedPusher
{
    Task RunAsync(string organisation, CancellationToken cancellation);
}

public sealed class PushFeedHandler(IFeedPusher pusher)
{
    public Task HandleAsync(PushFeed message, Envelope envelope, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(envelope);
        return pusher.RunAsync(envelope.TenantId!, cancellation);
    }
}
