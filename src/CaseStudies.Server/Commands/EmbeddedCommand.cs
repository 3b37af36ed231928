using CaseStudies.EmbeddedPostgres;

namespace CaseStudies.Server.Commands;

/// <summary><c>embedded status</c> and <c>embedded stop</c>.</summary>
internal static class EmbeddedCommand
{
    public static async Task<int> RunAsync(string? verb, IConfiguration configuration)
    {
        var options = Database.Options(configuration);
        switch (verb)
        {
            case "status":
                var status = await EmbeddedControl.StatusAsync(options);
                Console.WriteLine(status.Running
                    ? $"running: PostgreSQL {status.Version}, port {status.Port}, process {status.Pid}, home {status.Home}"
                    : $"not running; home {status.Home}");
                return status.Running ? 0 : 1;
            case "stop":
                Console.WriteLine(await EmbeddedControl.StopAsync(options) ? "stopped" : "was not running");
                return 0;
            default:
                return Usage.Print();
        }
    }
}
