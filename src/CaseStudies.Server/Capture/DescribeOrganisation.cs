using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Capture;

/// <summary>Keeps the organisation's public profile.</summary>
internal static class DescribeOrganisation
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/profile", async (HttpContext context, OrganisationRecorder recorder, string org) =>
        {
            var (sent, canonical) = await OrganisationCommands.ReadAsync<Body>(context.Request, understand: Plainly);
            var refusal = await recorder.DescribeAsync(
                new(org), sent.Profile, sent.Command, canonical, Actor.OverHttp(context), context.RequestAborted);
            return refusal is null ? Results.NoContent() : Problem.FromRefusal(refusal, context);
        })
        .WithName("describeOrganisation")
        .WithSummary("団体の紹介を書く / Set the organisation's public profile")
        .TakesJson<Body>(RequestExamples.DescribeOrganisation)
        .AnswersNothing();

    private static void Plainly(JsonObject body)
    {
        if (body["profile"] is JsonObject profile && profile["founded"] is JsonValue founded && founded.TryGetValue<string>(out var typed))
            profile["founded"] = FullWidthNormalizer.Plain(typed) ?? typed;
    }

    internal sealed record Body(CommandId Command, OrganisationDescribed Profile);
}
