using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Server.Backup;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CaseStudies.Server.Tests.Backup;

/// <summary>
/// Stores of earlier versions of the program, as their own <c>backup</c> wrote them, with the figures that these versions gave: the samples, and an
/// initiative whose definitions the rules of today read otherwise, or would refuse. Opened today, each figure is the same, or differs for a stated reason.
/// </summary>
/// <remarks>The files stand in <c>EarlierStores</c>: <c>NAME.backup</c>, and <c>NAME.json</c> with the figures of fiscal year 2025.</remarks>
public sealed class EarlierStoreTests(PostgresFixture postgres)
{
    private const string Folder = "tests/CaseStudies.Server.Tests/Backup/EarlierStores";
    private const string Passphrase = "a store of an earlier version";

    [Theory]
    [InlineData("definitions-1", 21), InlineData("definitions-2", 1)]
    public async Task Each_figure_is_as_it_was_or_differs_for_a_stated_reason(string name, int initiatives)
    {
        var file = await File.ReadAllBytesAsync(Rules.Repository.Path(Folder, name + ".backup"), TestContext.Current.CancellationToken);
        var database = await postgres.NewDatabaseAsync();
        await using (var aside = Backups.Aside(database))
        {
            using var stream = new MemoryStream(file);
            var restored = await ActivatorUtilities.CreateInstance<BackupRestorer>(aside.Services).RestoreAsync(
                stream, Passphrase, Backups.Verify(file, Passphrase), acceptDifferences: true, Backups.Quiet, TestContext.Current.CancellationToken);
            Assert.Equal(initiatives, restored.Checks.Length);
            Assert.Empty(restored.Unreadable);
        }

        await using var server = new ServerOn(postgres, database);
        await server.InitializeAsync();
        server.Clock.Reset(Instant.FromUtc(2026, 12, 1, 0, 0));
        var (then, now) = (await ThenAsync(name), new SortedDictionary<string, string>(StringComparer.Ordinal));
        foreach (var initiative in then.Keys.Select(k => k[..k.LastIndexOf('/')]).Distinct())
        {
            var (organisation, id) = (initiative.Split('/')[0], initiative.Split('/')[1]);
            foreach (var figure in (await new Api(server, organisation, id).GetAsync("/figures?from=2025-04-01&to=2026-03-31")).AsArray())
                now.Add($"{initiative}/{(string)figure!["indicator"]!}", Told(figure));
        }

        var differing = now.Keys.Union(then.Keys).Where(k => then.GetValueOrDefault(k) != now.GetValueOrDefault(k))
            .Select(k => $"{k}: {then.GetValueOrDefault(k) ?? "absent"} → {now.GetValueOrDefault(k) ?? "absent"}").Order(StringComparer.Ordinal).ToList();
        var reasons = EarlierStoreReasons.Of(name).Select(r => r.Change).ToList();
        Assert.True(differing.SequenceEqual(reasons),
            $"without a reason:\n{string.Join('\n', differing.Except(reasons))}\nreasons for nothing:\n{string.Join('\n', reasons.Except(differing))}");
    }

    private static async Task<SortedDictionary<string, string>> ThenAsync(string name)
    {
        await using var file = File.OpenRead(Rules.Repository.Path(Folder, name + ".json"));
        return (await JsonSerializer.DeserializeAsync<SortedDictionary<string, string>>(file, cancellationToken: TestContext.Current.CancellationToken))!;
    }

    private static string Told(JsonNode figure)
    {
        var (low, high) = ((string?)figure["value"]?["low"], (string?)figure["value"]?["high"]);
        var value = low is null ? "" : low == high ? $" {low}" : $" {low} to {high}";
        return $"{figure["status"]}{value}{(figure["shown"] is { } shown ? $" ({shown["en"]})" : "")}";
    }

    private sealed class ServerOn(PostgresFixture postgres, string database) : ServerFixture(postgres)
    {
        protected override Task<string> NewDatabaseAsync() => Task.FromResult(database);
    }
}
