namespace CaseStudies.Server.Commands;

/// <summary><c>health URL</c>: asks a running server; for containers, whose image has no other client.</summary>
internal static class HealthCommand
{
    public static async Task<int> RunAsync(string url)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            using var response = await client.GetAsync(new Uri(url));
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or UriFormatException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }
}
