using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Read;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Sharing;

/// <summary>Makes a share link, once it is sure that there is something to show.</summary>
internal sealed class Sharer(InitiativeReader reader, OrganisationRecorder recorder, HeavyWork heavy)
{
    /// <returns>The link that was made now. Null: it was refused, or the same command has made another one before.</returns>
    public async Task<((ShareId Id, string Link)? Made, Refusal? Refusal)> ShareAsync(
        HttpContext context, Slug organisation, SharedFigure share, CommandId command, byte[] canonical)
    {
        var figure = share.From > share.To ? null : await reader.ReadAsync(organisation, share.Initiative,
            new(new Period(share.From, share.To), Indicator: share.Indicator), context.RequestAborted, heavy.For(context, organisation));
        var (secret, id) = LinkSecret.New();
        var (made, refusal) = await recorder.ShareAsync(organisation, new(id), share, figure is { Figures.IsEmpty: false }, command, canonical,
            Actor.OverHttp(context), context.RequestAborted);
        return (made ? (new(id), LinkSecret.Link(context.Request, LinkSecret.Shared, organisation, secret)) : null, refusal);
    }
}
