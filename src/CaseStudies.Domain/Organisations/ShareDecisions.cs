using NodaTime;

namespace CaseStudies.Domain.Organisations;

/// <summary>Pure decisions on links that show a figure: an event or a refusal.</summary>
public static class ShareDecisions
{
    /// <summary>How long a link shows its figure at most. Nobody remembers for longer whom it was sent to.</summary>
    public static readonly Duration Longest = Duration.FromDays(366);

    /// <summary>In force at once, of one organisation.</summary>
    private const int MostShares = 100;

    /// <param name="id">Which nobody has yet.</param>
    /// <param name="figureExists">Whether the initiative has this figure for this period.</param>
    public static (OrganisationEvent? Event, Refusal? Refusal) Make(Organisation? state, ShareId id, SharedFigure share, bool figureExists, Instant now)
    {
        ArgumentNullException.ThrowIfNull(share);
        return !figureExists ? (null, Refusals.SharedFigureUnknown(share.Initiative.Value, share.Indicator.Value))
            : share.Until <= now || share.Until > now + Longest ? (null, Refusals.ShareDuration((int)Longest.TotalDays))
            : state?.Shares?.Values.Count(s => s.Until > now) >= MostShares ? (null, Refusals.SharesTooMany(MostShares))
            : (new FigureShared(id, share.Initiative, share.Indicator, share.From, share.To, share.Until), null);
    }

    public static (OrganisationEvent? Event, Refusal? Refusal) Revoke(Organisation? state, ShareId id, GrantCause cause) =>
        state?.Find(id) is null ? (null, Refusals.ShareUnknown()) : (new ShareRevoked(id, cause), null);
}
