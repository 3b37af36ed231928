namespace CaseStudies.Server.Access;

/// <summary>Sets the security headers: a browser may only show the answers, and need not guess what they are.</summary>
internal sealed class SecurityHeadersMiddleware(RequestDelegate next)
{
    public const string Policy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            // The routes with scripts say themselves what they need.
            if (headers.ContentSecurityPolicy.Count == 0)
                headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            // The token of a form adds what no-store says already.
            if (headers.CacheControl.Count == 0 || headers.CacheControl.ToString().Contains("no-store", StringComparison.Ordinal))
                headers.CacheControl = "no-store";
            // The framework and its packages leave it out here and there. What is not UTF-8, such as a CSV for Excel, says what it is.
            if (context.Response.ContentType is { } type && IsText(type) && !type.Contains("charset=", StringComparison.OrdinalIgnoreCase))
                context.Response.ContentType = type + "; charset=utf-8";
            return Task.CompletedTask;
        });
        return next(context);
    }

    /// <summary>Before whatever the framework puts in front, which answers by itself: 400 to a host that <c>AllowedHosts</c> does not name.</summary>
    public static void AddFirst(IServiceCollection services) => services.Insert(0, ServiceDescriptor.Singleton<IStartupFilter>(new First()));

    private static bool IsText(string type) => type.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
        || type.EndsWith("/xml", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+xml", StringComparison.OrdinalIgnoreCase);

    private sealed class First : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app => next(app.UseMiddleware<SecurityHeadersMiddleware>());
    }
}
