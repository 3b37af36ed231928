using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.OpenApi;

namespace CaseStudies.Server.Capture;

/// <summary>Keeps the organisation's public profile.</summary>
internal static class DescribeOrganisation
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/profile", (HttpContext context, OrganisationRecorder recorder, string org) =>
            OrganisationCommands.RecordAsync<Body>(context, (sent, canonical, actor, stop) =>
                recorder.DescribeAsync(new(org), sent.Profile, sent.Command, canonical, actor, stop),
            understand: Plainly))
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
