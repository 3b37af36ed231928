using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Capture;

/// <summary>Says after how many years without any entry people are proposed for erasure. To change it, say it anew.</summary>
internal static class DeclareRetention
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/retention", async (HttpContext context, OrganisationRecorder recorder, string org) =>
        {
            var (sent, canonical) = await OrganisationCommands.ReadAsync<Body>(context.Request);
            var refusal = await recorder.KeepNamesAsync(
                new(org), sent.Retention, sent.Command, canonical, Actor.OverHttp(context), context.RequestAborted);
            return refusal is null ? Results.NoContent() : Problem.FromRefusal(refusal, context);
        })
        .WithName("declareRetention")
        .WithSummary("記録がなくなってから何年で名前の消去を提案するかを決める / Set after how many years without any entry people are proposed for erasure")
        .TakesJson<Body>(RequestExamples.DeclareRetention)
        .AnswersNothing();

    internal sealed record Body(CommandId Command, RetentionDeclared Retention);
}
