namespace CaseStudies.Server.Problems;

/// <summary>Chooses the format of an answer, refusals included.</summary>
internal static class Negotiation
{
    /// <summary>Whether the client prefers HTML, as browsers do.</summary>
    public static bool WantsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Accept.Any(a => a?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);
}
