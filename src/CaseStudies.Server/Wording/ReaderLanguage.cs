using System.Globalization;
using CaseStudies.Domain;
using Microsoft.Net.Http.Headers;

namespace CaseStudies.Server.Wording;

/// <summary>The language of an answer: that of the address (<c>lang</c>), else the one the client prefers, else Japanese.</summary>
public static class ReaderLanguage
{
    public static Language FromRequest(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return FromRequest(request.Query["lang"], request.Headers.AcceptLanguage);
    }

    public static Language FromRequest(string? asked, string? acceptLanguage)
    {
        if (Named(asked) is { } explicitly)
            return explicitly;
        if (!StringWithQualityHeaderValue.TryParseList([acceptLanguage ?? ""], out var wishes))
            return Language.Ja;
        // OrderBy is stable: of two languages with the same weight the first one wins, as browsers intend.
        return wishes.Where(w => w.Quality is not 0).OrderByDescending(w => w.Quality ?? 1)
            .Select(w => Named(w.Value.Value?.Split('-')[0])).FirstOrDefault(l => l is not null) ?? Language.Ja;
    }

    /// <summary>Whether the address names the language, as the links of its page then do too.</summary>
    public static bool IsInAddress(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Named(request.Query["lang"]) is not null;
    }

    public static string Code(Language language) => language == Language.Ja ? "ja" : "en";

    private static Language? Named(string? code) => code?.ToLower(CultureInfo.InvariantCulture) switch
    {
        "ja" => Language.Ja,
        "en" => Language.En,
        _ => null,
    };
}
