using System.CommandLine;
using JasperFx;
using Npgsql;

namespace CaseStudies.Server.Commands;

/// <summary>
/// <c>jasperfx …</c>: the commands that Marten and Wolverine bring along (<c>describe</c>, <c>resources</c>, <c>db-patch</c>,
/// <c>codegen</c> and others), for operators and developers. <c>jasperfx help</c> lists them.
/// </summary>
internal static class StackCommand
{
    public static Command Define(Grammar grammar, ICommandHost host)
    {
        var verb = grammar.Verb(
            "jasperfx", "Marten と Wolverine のコマンド(一覧は casestudies jasperfx help、英語)",
            "commands of Marten and Wolverine; 'casestudies jasperfx help' lists them");
        verb.TreatUnmatchedTokensAsErrors = false; // they are JasperFx's own
        verb.SetAction((parsed, stop) => RunAsync([.. parsed.UnmatchedTokens], host, stop));
        return verb;
    }

    private static async Task<int> RunAsync(string[] words, ICommandHost host, CancellationToken stop)
    {
        // Code is written below the content root: the folder in which the command is typed.
        var builder = host.CreateBuilder(contentRoot: words is ["codegen", ..] ? Directory.GetCurrentDirectory() : null);
        builder.Configuration["LocalUser:Enabled"] = "true";
        // And nobody calls it through a proxy.
        builder.Configuration["Proxy:Trusted"] = "";
        // Code is generated in builds, where there is no database. Help needs none either.
        await using var database = words is [] or ["codegen" or "help" or "?", ..] ? null : await Database.OpenAsync(builder.Configuration, stop);
        var connection = database?.OwnerConnectionString ?? new NpgsqlConnectionStringBuilder { Host = "localhost", Database = "none" }.ConnectionString;
        await using var app = ServerApp.Build(builder, new(connection), embedded: true);
        return await app.RunJasperFxCommands(words);
    }
}
