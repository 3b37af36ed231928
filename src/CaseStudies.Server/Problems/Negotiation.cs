namespace CaseStudies.Server.Problems;

/// <summary>In which form an answer goes out, refusals included.</summary>
internal static class Negotiation
{
    /// <summary>A browser asks for a page, a program for data.</summary>
    public static bool WantsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Accept.Any(a => a?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);
}
