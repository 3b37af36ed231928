using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;

namespace CaseStudies.Server.Overview;

/// <summary>The pages with which a member of an organisation finds the others.</summary>
internal static class OverviewEndpoints
{
    public static void MapOverview(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/organisations/{org}").RequireAuthorization(Policies.Least(Role.Reader)).ExcludeFromDescription();
        TodayEndpoint.Map(pages);
        SearchEndpoint.Map(pages);
        SettingsEndpoint.Map(pages);
        ProfileEndpoint.Map(routes);
        ImportChoiceEndpoint.Map(routes);
    }
}
