using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.OpenApi;

namespace CaseStudies.Server.Capture;

/// <summary>Says after how many years without any entry people are proposed for erasure. To change it, say it anew.</summary>
internal static class DeclareRetention
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/retention", (HttpContext context, OrganisationRecorder recorder, string org) =>
            OrganisationCommands.RecordAsync<Body>(context, (sent, canonical, actor, stop) =>
                recorder.KeepNamesAsync(new(org), sent.Retention, sent.Command, canonical, actor, stop)))
        .WithName("declareRetention")
        .WithSummary("記録がなくなってから何年で名前の消去を提案するかを決める / Set after how many years without any entry people are proposed for erasure")
        .TakesJson<Body>(RequestExamples.DeclareRetention)
        .AnswersNothing();

    internal sealed record Body(CommandId Command, RetentionDeclared Retention);
}
