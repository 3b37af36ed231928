namespace CaseStudies.Server.Operations;

/// <summary>Answers HEAD wherever GET is answered, with the same status and headers. The server below sends no body for it.</summary>
/// <remarks>Kestrel remembers the method that came over the line, so it leaves the body out although the routes see GET.</remarks>
internal sealed class HeadMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await next(context);
            return;
        }

        context.Request.Method = HttpMethods.Get;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head;
        }
    }
}
