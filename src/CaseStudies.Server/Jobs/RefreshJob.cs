using CaseStudies.Domain;
using CaseStudies.Server.Projections;

namespace CaseStudies.Server.Jobs;

/// <summary>Makes the view of all portfolios anew. Only the node that keeps the view can do it; the others leave the job to that one.</summary>
internal sealed class RefreshJob(PortfolioRebuild portfolio) : IJobWork
{
    public const string Key = "refresh-portfolio";

    public string Kind => Key;

    public PublicText Name => new("取組一覧の作り直し", "Refresh of the list of initiatives");

    public Task<bool> CanRunHereAsync(CancellationToken cancellation) => portfolio.IsKeptHereAsync(cancellation);

    public async Task<JobResult> RunAsync(IJobRun run, CancellationToken cancellation)
    {
        run.Report("refreshing", 0, 1);
        if (!await portfolio.RunAsync(TimeSpan.Zero, cancellation))
            throw new TimeoutException("The view was handed to another node meanwhile.");
        run.Report("refreshing", 1, 1);
        return JobResult.Json(new { Refreshed = true });
    }
}
