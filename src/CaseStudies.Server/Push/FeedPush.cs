using CaseStudies.Domain;
using JasperFx;
using NodaTime;

namespace CaseStudies.Server.Push;

public enum FeedPushState
{
    Active,

    /// <summary>After repeated failure, or because going on would make no sense. Somebody resumes it.</summary>
    Paused,
}

/// <summary>
/// Where an organisation's feed is pushed to, and how far that has come. A setting that people edit, no event; the secret lies elsewhere. The cursor
/// moves only after the receiver has taken a batch, and each save names the version it stands on, so of two senders one stops.
/// </summary>
public sealed record FeedPush : IRevisioned
{
    /// <summary>An organisation has one.</summary>
    public const string Only = "feed";

    public string Id { get; init; } = Only;

    public int Version { get; set; }

    public required Slug Organisation { get; init; }

    public required Uri Address { get; init; }

    public required SubjectId ConfiguredBy { get; init; }

    public required Instant ConfiguredAt { get; init; }

    public FeedPushState State { get; init; }

    /// <summary>As the feed writes it; empty: nothing was delivered yet.</summary>
    public string Cursor { get; init; } = "";

    /// <summary>Events so far.</summary>
    public long Delivered { get; init; }

    public Instant? DeliveredAt { get; init; }

    /// <summary>Since the last success.</summary>
    public int Failures { get; init; }

    /// <summary>
    /// Why the last try failed: a code, such as <c>status-503</c>, <c>address-private</c> or <c>unreachable</c>. Nothing that the receiver said.
    /// </summary>
    public string? Failure { get; init; }

    public Instant? FailedAt { get; init; }

    /// <summary>After a failure: not before then.</summary>
    public Instant? NextAt { get; init; }

    /// <summary>Somebody is sending, or died while sending, until then.</summary>
    public Instant? ClaimedUntil { get; init; }

    public bool IsPaused => State == FeedPushState.Paused;
}

/// <summary>As it is told: everything but the secret.</summary>
/// <param name="Secret">Only in the answer to the request that had it made.</param>
internal sealed record FeedPushView(
    Uri Address, FeedPushState State, long Delivered, Instant? DeliveredAt, int Failures, string? Failure, Instant? FailedAt, Instant? NextAt,
        SubjectId ConfiguredBy, Instant ConfiguredAt, string? Secret = null)
{
    public static FeedPushView From(FeedPush push, string? secret = null) => new(
        push.Address, push.State, push.Delivered, push.DeliveredAt, push.Failures, push.Failure, push.FailedAt, push.NextAt, push.ConfiguredBy,
            push.ConfiguredAt, secret);
}
