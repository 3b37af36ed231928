using CaseStudies.Server.Access;
using Microsoft.AspNetCore.Routing.Patterns;
using Scalar.AspNetCore;

namespace CaseStudies.Server.Operations;

/// <summary>The API's description in Scalar, beside our own <c>/reference</c>. Everything it needs is served by this program.</summary>
internal static class ScalarPage
{
    private const string Path = "/scalar";

    public static void MapScalarPage(this IEndpointRouteBuilder routes)
    {
        var page = routes.MapScalarApiReference(Path, options =>
        {
            options.WithTitle("CaseStudies").WithOpenApiRoutePattern("/openapi.json").WithNonce();
            options.DefaultFonts = false;
            options.Telemetry = false;
            // Each of these would send what the reader does to Scalar's own servers.
            options.HideDeveloperTools().DisableAgent().DisableMcp().HideClientButton = true;
        });
        page.RequireAuthorization(Policies.Public).RequireRateLimiting(Policies.Public);
        // The package also answers /scalar/{any name}, with a page that finds nothing.
        page.Add(endpoint =>
        {
            if (endpoint is RouteEndpointBuilder { RoutePattern.Parameters.Count: > 0 } route)
                route.RoutePattern = RoutePatternFactory.Parse(Path);
        });
        page.AddEndpointFilter((context, next) =>
        {
            var response = context.HttpContext.Response;
            response.OnStarting(() =>
            {
                if (context.HttpContext.Items[ScalarOptions.NonceHttpContextItemKey] is string nonce)
                    response.Headers.ContentSecurityPolicy = ContentPolicy(nonce);
                return Task.CompletedTask;
            });
            return next(context);
        });
    }

    private static string ContentPolicy(string nonce) =>
        $"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
}
