namespace CaseStudies.Server.Access;

/// <summary>For pages with a script of ours: the browser may load it, and it may ask this server. All other pages have none.</summary>
internal static class ScriptPolicy
{
    /// <param name="more">What else a page loads, such as <c>manifest-src</c>; from this server, too.</param>
    public static void Allow(HttpContext context, params IEnumerable<string> more) => context.Response.Headers.ContentSecurityPolicy =
        SecurityHeadersMiddleware.Policy + string.Concat(more.Append("script-src").Append("connect-src").Select(what => $"; {what} 'self'"));
}
