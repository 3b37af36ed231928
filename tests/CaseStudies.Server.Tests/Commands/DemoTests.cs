using CaseStudies.Domain;
using CaseStudies.Server.Commands;

namespace CaseStudies.Server.Tests.Commands;

/// <summary>The main job, in the store and over the same code as the command line.</summary>
public sealed class DemoTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Every_headline_figure_comes_out_as_published_and_a_second_load_changes_nothing()
    {
        var first = await CheckAsync();
        var events = await server.ScalarAsync<long>("select count(*) from casestudies.mt_events");
        var second = await CheckAsync();

        Assert.Equal(("headline figures as published: 80 of 80", 0), first);
        Assert.Equal(first, second);
        Assert.Equal(events, await server.ScalarAsync<long>("select count(*) from casestudies.mt_events"));
    }

    [Fact]
    public async Task Withdrawing_one_counted_entry_is_seen_in_every_figure()
    {
        var (code, output, error) = await new FixtureHost(server).TypeAsync("demo --sensitivity");

        Assert.True(code == 0, output + error);
        Assert.EndsWith("sensitive: 80 of 80", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_case_studies_are_as_their_events_say()
    {
        await CheckAsync();
        using var output = new StringWriter();

        var same = await RebuildCommand.RunAsync(
            server.Host.Services, new(output, TextWriter.Null, Domain.Language.En), new(), TestContext.Current.CancellationToken);

        Assert.True(same, output.ToString());
    }

    [Theory]
    [InlineData(Language.Ja, "再構成された記録を読み込んでいます", "公表"), InlineData(Language.En, "Loading the reconstructed logs", "Published")]
    public async Task A_terminal_sees_a_bar_and_tables_and_the_same_last_line(Language language, string step, string heading)
    {
        var (code, output, error) = await new FixtureHost(server).TypeAsync("demo --check", language, terminal: true);

        Assert.Equal(0, code);
        Assert.Contains(step, error, StringComparison.Ordinal);
        Assert.Contains("100%", error, StringComparison.Ordinal);
        Assert.Contains(heading, output, StringComparison.Ordinal);
        Assert.EndsWith("headline figures as published: 80 of 80", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_figure_that_was_published_as_at_least_one_says_so()
    {
        var (_, output, _) = await new FixtureHost(server).TypeAsync("demo --check");

        Assert.Contains("published 1人以上", output, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(loneliness-score-risen|dads-this-year|users-from-partners) +published 1人 ", output);
    }

    private async Task<(string LastLine, int Code)> CheckAsync()
    {
        var (code, output, _) = await new FixtureHost(server).TypeAsync("demo --check");
        return (output.TrimEnd().Split('\n')[^1], code);
    }
}
