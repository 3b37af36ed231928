namespace CaseStudies.Server.Access;

/// <summary>For pages with a script of ours: the browser may load it, and it may ask this server. All other pages have none.</summary>
internal static class ScriptPolicy
{
    public static void Allow(HttpContext context) => context.Response.Headers.ContentSecurityPolicy =
        SecurityHeadersMiddleware.Policy + "; script-src 'self'; connect-src 'self'";
}
