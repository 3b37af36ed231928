using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using NodaTime;

namespace CaseStudies.Server.Capture;

/// <summary>Makes a key for a program. It is revoked as a member is removed.</summary>
internal static class MakeKey
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/keys", async (HttpContext context, OrganisationRecorder recorder, string org) =>
        {
            var (sent, canonical) = await OrganisationCommands.ReadAsync<Sent>(context.Request);
            var (key, member) = ApiKeys.New(new(org));
            var (made, refusal) = await recorder.MakeKeyAsync(
                new(org), key, member, sent.Role, sent.Until, sent.Command, canonical, Actor.OverHttp(context), context.RequestAborted);
            return refusal is not null ? Problem.FromRefusal(refusal, context)
                : made ? Results.Json(new Made(member, key, sent.Role, sent.Until), DomainJson.Options, statusCode: StatusCodes.Status201Created)
                : Problem.Create("key-shown-once", StatusCodes.Status409Conflict, new(
                    "この操作の鍵はすでに作られました。鍵が示されるのは一度だけです。受け取れなかったときは、その鍵を外して、新しい操作 ID でもう一度作ってください。",
                    "This command has made its key already, and a key is shown only once. If you did not get it, remove that key and make another "
                    + "with a new command id."), context);
        })
        .WithName("makeKey").Noted(SecurityEvent.KeyMade)
        .WithSummary("プログラム用の鍵を作る(表示は一度だけ) / Make a key for a program; it is shown once")
        .TakesJson<Sent>(RequestExamples.MakeKey).Produces<Made>(StatusCodes.Status201Created).MayBeRefused();

    /// <param name="Until">When the key ends.</param>
    internal sealed record Sent(CommandId Command, Role Role, Instant Until);

    /// <param name="Member">The program among the members.</param>
    /// <param name="Key">To be sent as a bearer token.</param>
    internal sealed record Made(MemberId Member, string Key, Role Role, Instant Until);
}
