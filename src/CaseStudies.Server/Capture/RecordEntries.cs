using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.OpenApi;

namespace CaseStudies.Server.Capture;

/// <summary>States facts: one act, all of it or nothing.</summary>
internal static class RecordEntries
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/entries", (HttpContext context, Recorder recorder, string org, string id) =>
            CaptureEndpoints.RecordAsync(context, recorder, "record", org, id, StatusCodes.Status201Created))
        .WithName("recordEntries")
        .WithSummary("事実を記録する(回と人数、出席、回答などを一度に) / Record facts in one act: a session with its headcounts, attendances, answers …")
        .TakesJson<RecordFacts>(RequestExamples.Acts)
        .Answers(StatusCodes.Status201Created, 404);
}
