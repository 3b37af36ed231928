using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;

namespace CaseStudies.Server.Sharing;

/// <summary>Makes a share link.</summary>
internal sealed class Sharer(OrganisationRecorder recorder)
{
    /// <param name="figureExists">Whether there is something to show.</param>
    /// <returns>The link that was made now. Null: it was refused, or the same command has made another one before.</returns>
    public async Task<((ShareId Id, string Link)? Made, Refusal? Refusal)> ShareAsync(
        HttpContext context, Slug organisation, SharedFigure share, bool figureExists, CommandId command, byte[] canonical)
    {
        var (secret, id) = LinkSecret.New();
        var (made, refusal) = await recorder.ShareAsync(
            organisation, new(id), share, figureExists, command, canonical, Actor.OverHttp(context), context.RequestAborted);
        return (made ? (new(id), LinkSecret.Link(context.Request, LinkSecret.Shared, organisation, secret)) : null, refusal);
    }
}
