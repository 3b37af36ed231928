using Microsoft.Net.Http.Headers;

namespace CaseStudies.Server.Problems;

/// <summary>Chooses the format of an answer by the client's Accept (RFC 9110, 12.5.1), refusals included.</summary>
/// <remarks>Without Accept, or with one that cannot be read, everything is welcome.</remarks>
internal static class Negotiation
{
    private const string Data = "application/json";

    /// <summary>The media type of our pages.</summary>
    public const string Page = "text/html";

    /// <summary>Whether the client would rather have a page than data: browsers name it, programs say <c>*/*</c> or nothing.</summary>
    public static bool WantsPage(HttpRequest request)
    {
        // Of what changes something, only the forms of our pages are answered with one.
        var isPage = HttpMethods.IsGet(request.Method) || (HttpMethods.IsPost(request.Method) && request.HasFormContentType);
        if (!isPage || Ranges(request) is not { } ranges)
            return false;
        var (page, data) = (WishFor(Page, ranges), WishFor(Data, ranges));
        return page.Quality > 0 && (page.Quality > data.Quality || (page.Quality >= data.Quality && page.IsNamed));
    }

    /// <summary>Whether the client takes one of these media types.</summary>
    public static bool Takes(HttpRequest request, IEnumerable<string> offered) =>
        Ranges(request) is not { } ranges || offered.Any(o => WishFor(o, ranges).Quality > 0);

    private static IList<MediaTypeHeaderValue>? Ranges(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var ranges) && ranges.Count > 0 ? ranges : null;

    /// <summary>The most specific range decides: with <c>*/*, text/html;q=0</c>, everything but a page is welcome.</summary>
    private static Wish WishFor(string type, IList<MediaTypeHeaderValue> ranges)
    {
        var offered = new MediaTypeHeaderValue(type);
        // Without parameters: a charset that we do not name chooses nothing.
        return ranges.Where(r => offered.IsSubsetOf(new(r.MediaType))).OrderBy(r => r.MatchesAllTypes).ThenBy(r => r.MatchesAllSubTypes)
            .ThenByDescending(r => r.Quality ?? 1).Select(r => new Wish(r.Quality ?? 1, !r.MatchesAllSubTypes)).FirstOrDefault();
    }

    /// <param name="Quality">From 0, not welcome, to 1.</param>
    /// <param name="IsNamed">By its own name, not by a wildcard.</param>
    private readonly record struct Wish(double Quality, bool IsNamed);
}
