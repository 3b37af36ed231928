namespace CaseStudies.Server.Access;

/// <summary>What a program shows to say who it is (RFC 6750).</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>Null if the request shows none, or several.</summary>
    public static string? In(HttpRequest request) =>
        request.Headers.Authorization is [{ } sent] && sent.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? sent[Scheme.Length..] : null;
}
