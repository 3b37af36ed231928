using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;

namespace CaseStudies.Server.Sharing;

/// <summary>Figures for people without any account: a manager makes a link, and whoever has it reads the figure.</summary>
internal static class SharingEndpoints
{
    public static IServiceCollection AddSharing(this IServiceCollection services) => services.AddSingleton<Sharer>().AddSingleton<SharesView>();

    public static void MapSharing(this IEndpointRouteBuilder routes)
    {
        GetShared.Map(routes);
        SharesEndpoint.Map(routes);
        var organisation = routes.MapGroup("/organisations/{org}").RequireAuthorization(Policies.Least(Role.Manager));
        GetShares.Map(organisation.MapGroup("").WithTags("Read"));
        ShareFigure.Map(organisation.MapGroup("").WithTags("Record"));
        RevokeShare.Map(organisation.MapGroup("").WithTags("Record"));
    }
}
