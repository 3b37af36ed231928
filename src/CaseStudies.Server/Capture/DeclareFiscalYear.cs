using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.OpenApi;

namespace CaseStudies.Server.Capture;

/// <summary>Says in which month the organisation's fiscal year begins. To correct it, say it anew.</summary>
internal static class DeclareFiscalYear
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/fiscal-year", (HttpContext context, OrganisationRecorder recorder, string org) =>
            OrganisationCommands.RecordAsync<Body>(context, (sent, canonical, actor, stop) =>
                recorder.DeclareAsync(new(org), sent.FiscalYear, sent.Command, canonical, actor, stop)))
        .WithName("declareFiscalYear")
        .WithSummary("年度の始まる月を決める / Set the month in which the fiscal year begins")
        .TakesJson<Body>(RequestExamples.DeclareFiscalYear)
        .AnswersNothing();

    internal sealed record Body(CommandId Command, FiscalYearDeclared FiscalYear);
}
