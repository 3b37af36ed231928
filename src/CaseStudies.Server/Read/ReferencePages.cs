using System.Collections.Concurrent;
using CaseStudies.Domain;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Wording;
using Microsoft.Net.Http.Headers;

namespace CaseStudies.Server.Read;

/// <summary>The description as a page, drawn once in each language. Drawing it costs a quarter of a second of processor, and anybody may ask.</summary>
/// <remarks>So nothing of the request but its language may be in the page: not its period, and not its way of writing the path.</remarks>
internal sealed class ReferencePages(ApiDocument description, PagesFor pagesFor, IServiceScopeFactory scopes)
{
    private readonly ConcurrentDictionary<(Language Language, bool InAddress), Lazy<Task<KeptAnswer>>> _drawn = new();

    public async Task<IResult> AnswerAsync(HttpContext context)
    {
        var shown = (Language: ReaderLanguage.FromRequest(context.Request), InAddress: ReaderLanguage.IsInAddress(context.Request));
        var page = await _drawn.GetOrAdd(shown, s => new(() => DrawAsync(s.Language, s.InAddress))).Value;
        context.Response.Headers.ContentLanguage = ReaderLanguage.Code(shown.Language);
        return page.To(context, HeaderNames.Accept, HeaderNames.AcceptLanguage);
    }

    private async Task<KeptAnswer> DrawAsync(Language language, bool inAddress)
    {
        var document = await description.DocumentAsync();
        await using var scope = scopes.CreateAsyncScope();
        using var page = new MemoryStream();
        var (drawing, code) = (new DefaultHttpContext { RequestServices = scope.ServiceProvider }, ReaderLanguage.Code(language));
        drawing.Response.Body = page;
        (drawing.Request.Scheme, drawing.Request.Host, drawing.Request.Method) = ("http", new("localhost"), HttpMethods.Get);
        drawing.Request.PathBase = ((string)document["servers"]![0]!["url"]!).TrimEnd('/');
        drawing.Request.Path = "/reference";
        if (inAddress)
            drawing.Request.QueryString = QueryString.Create("lang", code);
        else
            drawing.Request.Headers.AcceptLanguage = code;
        await pagesFor(drawing.Request).Reference(document).ExecuteAsync(drawing);
        return new(page.ToArray(), "text/html; charset=utf-8");
    }
}
