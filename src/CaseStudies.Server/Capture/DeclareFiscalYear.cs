using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Capture;

/// <summary>Says in which month the organisation's fiscal year begins. To correct it, say it anew.</summary>
internal static class DeclareFiscalYear
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/fiscal-year", async (HttpContext context, OrganisationRecorder recorder, string org) =>
        {
            var (sent, canonical) = await OrganisationCommands.ReadAsync<Body>(context.Request);
            var refusal = await recorder.DeclareAsync(
                new(org), sent.FiscalYear, sent.Command, canonical, Actor.OverHttp(context), context.RequestAborted);
            return refusal is null ? Results.NoContent() : Problem.FromRefusal(refusal, context);
        })
        .WithName("declareFiscalYear")
        .WithSummary("年度の始まる月を決める / Set the month in which the fiscal year begins")
        .TakesJson<Body>(RequestExamples.DeclareFiscalYear)
        .AnswersNothing();

    internal sealed record Body(CommandId Command, FiscalYearDeclared FiscalYear);
}
