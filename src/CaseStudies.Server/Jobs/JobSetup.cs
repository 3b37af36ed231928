using CaseStudies.Server.Store;
using Marten;
using Wolverine;
using Wolverine.ErrorHandling;

namespace CaseStudies.Server.Jobs;

/// <summary>How jobs stand on Marten and Wolverine.</summary>
internal static class JobSetup
{
    public static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.AddSingleton<JobOptions>().AddSingleton<JobStore>().AddSingleton<JobFiles>().AddSingleton<JobQueue>().AddSingleton<JobTeller>();
        services.AddSingleton<IJobRunner, JobRunner>();
        services.AddSingleton<JobSweeper>().AddHostedService(s => s.GetRequiredService<JobSweeper>());
        services.AddSingleton<IJobWork, RebuildJob>().AddSingleton<IJobWork, RefreshJob>();
        services.ConfigureMarten(o => o.Schema.For<Job>().UseRowLevelSecurity(TenantNames.Setting).Index(j => j.HasEnded));
        return services;
    }

    /// <summary>The queue is durable: its messages lie in PostgreSQL until they are dealt with, and another node takes over those of one that died.</summary>
    public static void UseJobs(this WolverineOptions wolverine, int parallel)
    {
        wolverine.Discovery.IncludeType<RunJobHandler>();
        wolverine.LocalQueueFor<RunJob>().UseDurableInbox().MaximumParallelMessages(parallel);
        // After these tries the sweeper is enough; a dead letter would only tell again what the job says.
        wolverine.Policies.OnException<JobInterruptedException>()
            .ScheduleRetry(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)).Then.Discard();
    }
}
