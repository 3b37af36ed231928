using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Pages;

namespace CaseStudies.Server.Recording;

/// <summary>The pages on which staff record what happens. Programs have the routes of <c>Capture</c>, which these pages use.</summary>
internal static class RecordingEndpoints
{
    public static StyleFile Script { get; } = new("recording.js", "text/javascript");

    public static StyleFile AttendanceScript { get; } = new("attendance.js", "text/javascript");

    public static IServiceCollection AddRecording(this IServiceCollection services) => services.AddSingleton<Doubts>().AddSingleton<FormRecorder>();

    public static void MapRecording(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/organisations/{org}/initiatives/{id}").RequireAuthorization(Policies.Least(Role.Recorder)).ExcludeFromDescription();
        ChooseStrandEndpoint.Map(pages);
        SessionEndpoint.Map(pages);
        AttendanceEndpoint.Map(pages);
        FactEndpoint.Map(pages);
        EntryEndpoint.Map(pages);
        ActEndpoint.Map(pages);
        SettlementEndpoint.Map(pages);
        FigureEndpoint.Map(routes);
        RevisionEndpoint.Map(routes);
        OpeningEndpoint.Map(routes);
    }
}
