using CaseStudies.EmbeddedPostgres;
using CaseStudies.Server;
using CaseStudies.Server.Access;
using CaseStudies.Server.Commands;

var verbs = args.TakeWhile((a, i) => a is "demo" or "rebuild" or "embedded" or "status" or "stop" or "--check" or "--sensitivity" or "backup" or "restore" or "--accept-differences"
    || (i == 1 && args[0] is "backup" or "restore" && !a.StartsWith("--", StringComparison.Ordinal))).ToArray();
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args[verbs.Length..], ContentRootPath = AppContext.BaseDirectory });
try
{
    switch (verbs)
    {
        case [] when InitiativeAsked.Knows(args):
            return await InitiativeCommand.RunAsync(args);
        case [] when args is ["health", var url]:
            return await HealthCommand.RunAsync(url);
        case var _ when !Usage.Knows(args[verbs.Length..]):
            return Usage.Print();
        case []:
            return await Run.ServeAsync(builder, load: false);
        case ["demo"]:
            return await Run.ServeAsync(builder, load: true);
        case ["demo", "--check"]:
            return await Run.OnceAsync(builder, throwAway: true, DemoCommand.LoadAsync);
        case ["demo", "--sensitivity"]:
            return await Run.OnceAsync(builder, throwAway: true, DemoCommand.ProbeAsync);
        case ["rebuild"]:
            return await Run.OnceAsync(builder, throwAway: false, RebuildCommand.RunAsync);
        case ["backup", var file]:
            return await BackupCommand.BackupAsync(builder, file);
        case ["restore", var file]:
            return await BackupCommand.RestoreAsync(builder, file, acceptDifferences: false);
        case ["restore", var file, "--accept-differences"]:
            return await BackupCommand.RestoreAsync(builder, file, acceptDifferences: true);
        case ["embedded", ..]:
            return await EmbeddedCommand.RunAsync(verbs.ElementAtOrDefault(1), builder.Configuration);
        default:
            return Usage.Print();
    }
}
catch (Exception e) when (e is StartupException or EmbeddedPostgresException)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
