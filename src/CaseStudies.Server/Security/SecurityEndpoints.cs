namespace CaseStudies.Server.Security;

/// <summary>For those who lead an organisation: what funders may read, and who did what that bears on security.</summary>
internal static class SecurityEndpoints
{
    public static IServiceCollection AddSecurity(this IServiceCollection services) => services.AddSingleton<SecurityLogReader>().AddSingleton<GrantsView>();

    public static void MapSecurity(this IEndpointRouteBuilder routes)
    {
        GetSecurityLog.Map(routes);
        GrantsEndpoint.Map(routes);
    }
}
