using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Projections;
using NodaTime;

namespace CaseStudies.Server.Capture;

/// <summary>Lets the members of a funder read initiatives of the organisation.</summary>
internal static class MakeGrant
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/grants", async (HttpContext context, OrganisationRecorder recorder, OrganisationReader organisations, IClock clock, string org) =>
        {
            var (sent, canonical) = await OrganisationCommands.ReadAsync<Sent>(context.Request);
            var grant = new Grant(sent.Funder, sent.Level, sent.From ?? clock.GetCurrentInstant(), sent.Initiatives, sent.Auditor, sent.Until);
            var exists = (await organisations.FindAsync(sent.Funder, context.RequestAborted))?.Members is { Count: > 0 };
            // The command's own id, as for entries: who asks again learns the same.
            var id = new GrantId(sent.Command.Value);
            var refusal = await recorder.MakeGrantAsync(new(org), id, grant, exists, sent.Command, canonical, Actor.OverHttp(context), context.RequestAborted);
            return refusal is null ? Results.Json(new Made(id), DomainJson.Options, statusCode: StatusCodes.Status201Created)
                : Problem.FromRefusal(refusal, context);
        })
        .WithName("makeGrant").Noted(SecurityEvent.GrantsChanged)
        .WithSummary("助成元の団体に閲覧を許可する / Grant a funder to read initiatives")
        .TakesJson<Sent>(RequestExamples.MakeGrant).Produces<Made>(StatusCodes.Status201Created).MayBeRefused();

    /// <param name="Funder">The organisation whose members may read.</param>
    /// <param name="Initiatives">Left out: all, also later ones.</param>
    /// <param name="Auditor">For entries: the one member of the funder who may read them.</param>
    /// <param name="From">Left out: at once.</param>
    /// <param name="Until">Left out: until it is revoked. For entries it must be given.</param>
    internal sealed record Sent(
        CommandId Command, Slug Funder, GrantLevel Level, ImmutableArray<Slug>? Initiatives = null, MemberId? Auditor = null, Instant? From = null,
        Instant? Until = null);

    internal sealed record Made(GrantId Grant);
}
