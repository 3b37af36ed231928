using CaseStudies.Server.Commands;

namespace CaseStudies.Server.Tests.Commands;

/// <summary>The main job, in the store and over the same code as the command line.</summary>
public sealed class DemoTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Every_headline_figure_comes_out_as_published_and_a_second_load_changes_nothing()
    {
        var first = await LoadAsync();
        var events = await server.ScalarAsync<long>("select count(*) from casestudies.mt_events");
        var second = await LoadAsync();

        Assert.Equal(("headline figures as published: 80 of 80", true), first);
        Assert.Equal(first, second);
        Assert.Equal(events, await server.ScalarAsync<long>("select count(*) from casestudies.mt_events"));
    }

    [Fact]
    public async Task Withdrawing_one_counted_entry_is_seen_in_every_figure()
    {
        using var output = new StringWriter();

        var sensitive = await DemoCommand.ProbeAsync(server.Host.Services, output, TestContext.Current.CancellationToken);

        Assert.True(sensitive, output.ToString());
        Assert.EndsWith("sensitive: 80 of 80", output.ToString().TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rebuild_of_the_case_studies_equals_what_was_live()
    {
        await LoadAsync();
        using var output = new StringWriter();

        var same = await RebuildCommand.RunAsync(server.Host.Services, output, TestContext.Current.CancellationToken);

        Assert.True(same, output.ToString());
    }

    private async Task<(string LastLine, bool Succeeded)> LoadAsync()
    {
        using var output = new StringWriter();
        var succeeded = await DemoCommand.LoadAsync(server.Host.Services, output, TestContext.Current.CancellationToken);
        return (output.ToString().TrimEnd().Split('\n')[^1], succeeded);
    }
}
