using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.OpenApi;

namespace CaseStudies.Server.Capture;

/// <summary>Corrects and withdraws several entries for one reason: a conflict settled, a session's counts moved to another.</summary>
internal static class ChangeEntriesEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/changes", (HttpContext context, Recorder recorder, string org, string id) =>
            CaptureEndpoints.RecordAsync(context, recorder, "change", org, id, StatusCodes.Status200OK))
        .WithName("changeEntries")
        .WithSummary("複数の記録をまとめて訂正・取り消しする(理由は一つ) / Correct and withdraw several entries in one act, for one reason")
        .TakesJson<ChangeEntries>(RequestExamples.ChangeEntries)
        .Answers(StatusCodes.Status200OK, 404, 412, 428);
}
