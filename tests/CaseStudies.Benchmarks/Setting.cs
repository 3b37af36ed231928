using System.Runtime.InteropServices;
using Npgsql;

namespace CaseStudies.Benchmarks;

/// <summary>On what was measured. A database that forgets what it acknowledged is not measured at all.</summary>
internal static class Setting
{
    public static async Task PrintAsync(NpgsqlDataSource source, Sizes sizes)
    {
        await using var command = source.CreateCommand(
            "select current_setting('server_version'), current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes')");
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        if (reader.GetString(1) != "on" || reader.GetString(2) != "on")
            throw new InvalidOperationException("The database is not durable.");
        Console.WriteLine($"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}, PostgreSQL {reader.GetString(0).Split(' ')[0]} "
            + "(fsync and synchronous_commit on); "
            + $"{sizes.Organisations * sizes.EventsPerOrganisation:#,0} events of {sizes.Organisations} organisations, medians of {sizes.Rounds} turns");
    }
}
