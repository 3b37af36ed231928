using CaseStudies.Domain.Organisations;

namespace CaseStudies.Server.Access;

/// <summary>On an endpoint: a grant of at least this level opens it, for the initiative in its address. Endpoints without it are closed to grants.</summary>
internal sealed record ShownByGrant(GrantLevel Least);

internal static class ShownByGrantRoutes
{
    public static TBuilder ShownByGrant<TBuilder>(this TBuilder route, GrantLevel least) where TBuilder : IEndpointConventionBuilder =>
        route.WithMetadata(new ShownByGrant(least));
}
