using CaseStudies.Domain;

namespace CaseStudies.Server.Pages;

/// <summary>The reader's language: asked for in the address, else preferred by the browser, else Japanese.</summary>
internal static class RequestLanguage
{
    public static Language Of(HttpContext context)
    {
        if (context.Request.Query["lang"] is [var asked] && Enum.TryParse<Language>(asked, ignoreCase: true, out var language) && Enum.IsDefined(language))
            return language;
        var preferred = context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1)
            .Select(l => l.Value.ToString()).FirstOrDefault(l => l.StartsWith("ja", StringComparison.OrdinalIgnoreCase) || l.StartsWith("en", StringComparison.OrdinalIgnoreCase));
        return preferred?.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true ? Language.En : Language.Ja;
    }
}
