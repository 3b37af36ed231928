using System.Globalization;
using System.Text.Json.Nodes;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>What several phones recorded in a day, in batches of any cut, doubled, torn, late, out of order and on two nodes: as if each command had
/// come once, in order.</summary>
public sealed class BatchOrderTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const int MaximumRounds = 40;

    [Fact]
    public async Task Batches_in_any_order_and_cut_end_in_the_same_entries_and_figures()
    {
        var days = int.Parse(Environment.GetEnvironmentVariable("CASESTUDIES_BATCH_DAYS") ?? "30", CultureInfo.InvariantCulture);
        await using var second = await server.AnotherNodeAsync();
        HttpClient[] nodes = [server.Host.Server.CreateClient(), second.Server.CreateClient()];
        var (commands, contested, counts) = (0, 0, new PhoneCounts());
        for (var seed = 0; seed < days; seed++)
        {
            var day = new PhoneDay(seed);
            commands += day.Phones.Sum(p => p.Count);
            // The same day in two organisations: each has a ledger of its own.
            foreach (var organisation in (string[])["ysc", "posse"])
                Assert.All(await Batches.SendAsync(nodes[0], organisation, Batches.Of("all", day.Ground)),
                    r => Assert.Equal("recorded", (string)r!["outcome"]!));
            foreach (var command in day.InOrder)
                Assert.All(await Batches.SendAsync(nodes[0], "ysc", Batches.Of("each", command)),
                    r => Assert.True("recorded" == (string)r!["outcome"]!, r.ToJsonString()));
            await Task.WhenAll(day.Phones.Select((phone, i) =>
                Task.Run(() => new Phone(nodes, "posse", new(seed * 31 + i), counts).SendAsync(phone, MaximumRounds))));

            var (straight, torn) = (await SaidAsync("ysc", day.Initiative), await SaidAsync("posse", day.Initiative));
            Assert.True(straight == torn, $"seed {seed}\n{straight}\n{torn}");
            contested += straight.Contains("contested", StringComparison.Ordinal) ? 1 : 0;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{days} days, {commands} commands; {counts}; {contested} days with a contested figure");
        Assert.True(contested > 0 && counts.Torn > days && counts.Replayed > days, $"{counts}");
    }

    /// <summary>The entries in force and the figures, without what only tells when and where they arrived.</summary>
    private async Task<string> SaidAsync(string organisation, string initiative)
    {
        var api = new Api(server, organisation, initiative);
        var lines = new List<string>();
        for (int? offset = 0; offset is not null;)
        {
            var page = await api.GetAsync($"/entries?offset={offset}");
            Assert.Empty(page["problems"]!.AsArray());
            lines.AddRange(page["entries"]!.AsArray().Where(e => (bool)e!["inForce"]!)
                .Select(e => $"{e!["entry"]} {e["command"]} {e["fact"]!.ToJsonString()}"));
            offset = (int?)page["next"];
        }

        lines.Sort(StringComparer.Ordinal);
        lines.AddRange((await api.GetAsync("/figures")).AsArray()
            .Select(f => $"{f!["indicator"]} {f["status"]} {f["value"]?.ToJsonString()} {f["shown"]?["ja"]}"));
        return string.Join('\n', lines);
    }
}
