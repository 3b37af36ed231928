using CaseStudies.Server.Commands;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>The twenty reconstructed logs, sent as their organisations would have sent them: over HTTP alone, when it happened.</summary>
public sealed class ReplayTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task What_is_sent_over_HTTP_gives_every_headline_figure_as_published()
    {
        using var http = server.Host.Server.CreateClient();
        var samples = new List<(Sample Sample, SampleClient Client)>();
        foreach (var file in Samples.Files)
        {
            var sample = await Samples.ReadAsync(file, TestContext.Current.CancellationToken);
            samples.Add((sample, new(http, sample)));
        }

        var acts = samples.SelectMany(s => s.Sample.Lines.Select(l => (s.Client, Line: l))).OrderBy(a => a.Line.RecordedAt).ToList();
        server.Clock.Reset(acts[0].Line.RecordedAt);
        foreach (var (_, client) in samples)
            await client.DescribeAsync();
        // As the year went by: everybody's acts in the order of their clock, which is the server's.
        foreach (var (client, line) in acts)
        {
            server.Clock.Reset(line.RecordedAt);
            await client.SendAsync(line);
        }

        var (asPublished, all, others) = (0, 0, new List<string>());
        foreach (var published in PublishedInitiative.Read(Samples.Folder))
        {
            var figures = await samples.Single(s => s.Sample.Initiative.Value == published.Id).Client.FiguresAsync("2025-04-01", "2026-03-31");
            foreach (var expected in published.Figures)
            {
                all++;
                var shown = (string?)figures.FirstOrDefault(f => (string)f!["indicator"]! == expected.Key)?["shown"]?["ja"];
                if (shown == expected.Text)
                    asPublished++;
                else
                    others.Add($"{published.Id} {expected.Key}: published {expected.Text}, answered {shown}");
            }
        }

        Assert.Equal((20, acts.Count), (samples.Count, samples.Sum(s => s.Sample.Lines.Count)));
        Assert.True(asPublished == 80 && all == 80, $"headline figures as published: {asPublished} of {all}\n{string.Join('\n', others)}");
    }
}
