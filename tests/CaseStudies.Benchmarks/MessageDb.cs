using System.Diagnostics;
using Npgsql;

namespace CaseStudies.Benchmarks;

/// <summary>message-db as its package installs it, called through the same driver. It writes the message alone: no ledger, no entry.</summary>
internal sealed class MessageDb(NpgsqlDataSource source)
{
    private const string Package = "@eventide/message-db@1.3.1";

    /// <summary>Its extension is only for ids on old servers; types before the functions that return them, functions before the indexes on them.</summary>
    private static readonly string[] s_scripts =
    [
        "schema/message-store", "tables/messages", "types/message", "functions/hash-64", "functions/category", "functions/acquire-lock", "functions/id",
        "functions/cardinal-id", "functions/stream-version", "functions/write-message", "indexes/messages-id", "indexes/messages-category",
        "indexes/messages-stream",
    ];

    public Contender Contender => new("message-db", WriteAsync);

    /// <summary>Fetched by npm into a temporary folder. Null where npm is missing or fetches nothing.</summary>
    public static async Task<MessageDb?> InstallAsync(string connectionString)
    {
        var folder = Directory.CreateTempSubdirectory("casestudies-bench-message-db-").FullName;
        try
        {
            if (!await RunAsync("npm", folder, "pack", "--silent", Package) || Directory.GetFiles(folder, "*.tgz") is not [{ } archive]
                || !await RunAsync("tar", folder, "xzf", archive))
                return null;
            var named = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = "message_store,public", MaxAutoPrepare = 20,
                AutoPrepareMinUsages = 2 };
            var source = NpgsqlDataSource.Create(named.ConnectionString);
            foreach (var script in s_scripts)
            {
                await using var command = source.CreateCommand(await File.ReadAllTextAsync(Path.Combine(folder, "package", "database", script + ".sql")));
                await command.ExecuteNonQueryAsync();
            }

            return new(source);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The category, by which it locks, is the organisation.</summary>
    private async Task WriteAsync(int stream)
    {
        await using var command = source.CreateCommand("select write_message($1::varchar, $2::varchar, $3::varchar, $4::jsonb, $5::jsonb)");
        foreach (var value in new[] { Guid.NewGuid().ToString(), $"{Facts.Organisation(stream).Value.Replace('-', '_')}-{Facts.Initiative(stream)}", Facts.Kind,
            Facts.Body(), """{"source":"http"}""" })
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteScalarAsync();
    }

    private static async Task<bool> RunAsync(string program, string folder, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
