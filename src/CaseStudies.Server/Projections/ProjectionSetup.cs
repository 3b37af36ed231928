using CaseStudies.Server.Store;
using JasperFx.Events.Projections;
using Marten;

namespace CaseStudies.Server.Projections;

/// <summary>Which projections the store runs. The store itself knows none of them.</summary>
internal static class ProjectionSetup
{
    public static void AddProjections(this IServiceCollection services)
    {
        services.ConfigureMarten(options =>
        {
            options.Projections.Add<OrganisationProjection>(ProjectionLifecycle.Inline);
            options.Projections.Add(new EntryProjection(), ProjectionLifecycle.Inline);
            options.Projections.Add<PortfolioProjection>(ProjectionLifecycle.Async);
            options.Schema.For<OrganisationState>().UseRowLevelSecurity(TenantNames.Setting);
            options.Schema.For<PortfolioEntry>().UseRowLevelSecurity(TenantNames.Setting);
        });
        services.AddSingleton<OrganisationReader>().AddSingleton<Memberships>().AddSingleton<EntryCache>().AddSingleton<Rebuild>()
            .AddSingleton<OrganisationRebuild>().AddSingleton<PortfolioRebuild>();
    }
}
