using System.Text.RegularExpressions;
using CaseStudies.Server.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CaseStudies.Server.Tests.Pages;

/// <summary>A page as text, rendered as the server does but without one.</summary>
internal static class Rendered
{
    public static PageLinks Links(params (string Key, string Value)[] query) =>
        new("", [.. query.Select(q => KeyValuePair.Create(q.Key, q.Value))]);

    public static async Task<string> Html(IResult result)
    {
        var type = result.GetType();
        var parameters = (IReadOnlyDictionary<string, object?>)type.GetProperty(nameof(PageResult<ComponentBase>.Parameters))!.GetValue(result)!;
        await using var services = new ServiceCollection().AddSingleton(PageServices.Encoder).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync(type.GetGenericArguments().Single(), ParameterView.FromDictionary(parameters.ToDictionary()))).ToHtmlString());
    }

    /// <summary>The text between tags, as a reader would see it; entities stay as they are.</summary>
    public static string Text(string html) =>
        Regex.Replace(Regex.Replace(html, "<[^>]*>", " "), @"\s+", " ");

    /// <summary>One figure's box.</summary>
    public static string Card(string html, string label) =>
        html.Split("<li class=\"card\">").Single(c => c.TrimStart().StartsWith($"<h3>{label}</h3>", StringComparison.Ordinal));
}
