using CaseStudies.Server.Store;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CaseStudies.Server.Tests.Backup;

/// <summary>Backups of a store that does not stand still.</summary>
public sealed class WhileWritingTests(PostgresFixture postgres, ServerFixture server) : IClassFixture<ServerFixture>
{
    /// <summary>More for a long run: CASESTUDIES_BACKUPS.</summary>
    private static readonly int s_backups = int.TryParse(Environment.GetEnvironmentVariable("CASESTUDIES_BACKUPS"), out var many) ? many : 3;

    [Fact]
    public async Task Each_backup_that_was_taken_among_writers_holds_what_they_were_told_and_nothing_by_halves()
    {
        await Writers.PrepareAsync(server, "writing");
        await using var writers = new Writers(server, "writing");
        var backups = new List<(Guid[] Acknowledged, byte[] File)>();
        for (var i = 0; i < s_backups; i++)
        {
            await writers.UntilAsync((i + 1) * 30);
            Guid[] before = [.. writers.Acknowledged.Keys];
            backups.Add((before, (await Backups.TakeAsync(server.Host.Services)).File));
        }

        await writers.StopAsync();
        Assert.True(writers.Acknowledged.Count > backups[^1].Acknowledged.Length);
        foreach (var (acknowledged, file) in backups)
        {
            await using var aside = Backups.Aside(await postgres.NewDatabaseAsync());
            await Backups.RestoreAsync(aside.Services, file);
            await Writers.AssertWholeAsync(aside.Services.GetRequiredService<BackgroundConnections>().Source, acknowledged);
        }
    }
}
