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

internal static class Usage
{
    public static int Print()
    {
        Console.Error.WriteLine(
            """
            casestudies                     serve
            casestudies demo                load the case studies, print published against derived, then serve
            casestudies demo --check        the same on a throw-away store, then exit
            casestudies demo --sensitivity  withdraw one counted entry of each figure on a throw-away store
            casestudies rebuild             make the entries anew from the events and compare
            casestudies embedded status     is the embedded PostgreSQL running?
            casestudies embedded stop       stop it
            casestudies health URL          ask a running server; exit code 0 if it is well
            """);
        return 2;
    }
}
