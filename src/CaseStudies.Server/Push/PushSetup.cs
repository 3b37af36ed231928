using CaseStudies.Server.Store;
using Marten;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Wolverine;

namespace CaseStudies.Server.Push;

/// <summary>How the push stands on Marten and Wolverine.</summary>
internal static class PushSetup
{
    public static IServiceCollection AddFeedPush(this IServiceCollection services)
    {
        services.TryAddSingleton(_ => new PushNetwork());
        services.AddSingleton<FeedPushStore>().AddSingleton<FeedPusher>().AddSingleton<IFeedPusher>(s => s.GetRequiredService<FeedPusher>());
        services.AddSingleton<FeedPushSweeper>().AddHostedService(s => s.GetRequiredService<FeedPushSweeper>());
        services.ConfigureMarten(o => o.Schema.For<FeedPush>().UseNumericRevisions(true).UseRowLevelSecurity(TenantNames.Setting));
        return services;
    }

    public static void UseFeedPush(this WolverineOptions wolverine)
    {
        wolverine.Discovery.IncludeType<PushFeedHandler>();
        wolverine.LocalQueueFor<PushFeed>().UseDurableInbox().MaximumParallelMessages(4);
    }
}
