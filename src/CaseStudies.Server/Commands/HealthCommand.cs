using System.CommandLine;

namespace CaseStudies.Server.Commands;

/// <summary><c>health URL</c>: asks a running server. For containers, whose image has no other client.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    public static Command Define(Grammar grammar, Terminal terminal)
    {
        var url = grammar.Address("例: http://localhost:5080/health", "such as http://localhost:5080/health");
        var verb = grammar.Verb("health", "動いているサーバーに尋ねる(異常なら終了コード 1)", "ask a running server. Exit code 1: it is not well", url);
        verb.SetAction((parsed, stop) => RunAsync(parsed.GetRequiredValue(url), terminal, stop));
        return verb;
    }

    private static async Task<int> RunAsync(Uri url, Terminal terminal, CancellationToken stop)
    {
        using var client = new HttpClient { Timeout = s_patience };
        try
        {
            using var response = await client.GetAsync(url, stop);
            if (!response.IsSuccessStatusCode)
                terminal.Note(CommandTexts.NotWell(url, (int)response.StatusCode));
            return ExitCode.From(response.IsSuccessStatusCode);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            terminal.Note(CommandTexts.NoAnswer(url, e.Message));
            return ExitCode.NotDone;
        }
    }
}
