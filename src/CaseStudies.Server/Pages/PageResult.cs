using CaseStudies.Domain;
using CaseStudies.Server.Wording;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace CaseStudies.Server.Pages;

/// <summary>One rendered page with the headers that caches need: one address answers in two languages and two formats.</summary>
public sealed class PageResult<T>(int status, Language language, IReadOnlyDictionary<string, object?> parameters) : IResult, IStatusCodeHttpResult
    where T : IComponent
{
    public int? StatusCode => status;

    /// <summary>The component's parameters.</summary>
    public IReadOnlyDictionary<string, object?> Parameters => parameters;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        httpContext.Response.Headers.ContentLanguage = ReaderLanguage.Code(language);
        httpContext.Response.Headers.AppendCommaSeparatedValues(HeaderNames.Vary, HeaderNames.Accept, HeaderNames.AcceptLanguage);
        return new RazorComponentResult<T>(parameters) { StatusCode = status, PreventStreamingRendering = true }.ExecuteAsync(httpContext);
    }
}
