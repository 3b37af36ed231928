using System.Net;
using System.Text;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Tests.Commands;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Projections;

/// <summary>Profile and fiscal year of an organisation are held against their events and the ledger, too.</summary>
public sealed class OrganisationRebuildTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Key = "organisation:profile";

    private readonly HttpClient _http = server.Host.Server.CreateClient();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private OrganisationRebuild Rebuild => server.Host.Services.GetRequiredService<OrganisationRebuild>();

    [Theory]
    [InlineData("state-edited", "update casestudies.mt_doc_organisationstate set data = jsonb_set(data, '{state,firstMonth}', '7') where tenant_id = $1",
        "ProfileDiffers 2")]
    [InlineData("event-edited", "update casestudies.mt_events set data = jsonb_set(data, '{firstMonth}', '7') where tenant_id = $1 and version = 2",
        "ProfileDiffers 2")]
    [InlineData("event-id", "update casestudies.mt_events set id = gen_random_uuid() where tenant_id = $1 and version = 1",
        "EventContradicted 1 id, ProfileDiffers 2")]
    [InlineData("event-deleted", "delete from casestudies.mt_events where tenant_id = $1 and version = 2", "CommandWithoutEvents 2, ProfileDiffers 1")]
    [InlineData("ledger-deleted", "delete from casestudies.command_ledger where tenant_id = $1 and first_version = 2", "EventUnrecorded 2, ProfileDiffers 2")]
    [InlineData("both-deleted", "with e as (delete from casestudies.mt_events where tenant_id = $1 and version = 2) "
        + "delete from casestudies.command_ledger where tenant_id = $1 and first_version = 2", "EventMissing 2, ProfileDiffers 1")]
    public async Task What_contradicts_itself_is_told_and_stays(string organisation, string sql, string told)
    {
        await DescribedAsync(organisation);
        await server.ExecuteAsync(sql, organisation);
        var before = await StateAsync(organisation);

        foreach (var found in new[] { await Rebuild.CompareAsync(new(organisation), Ct), await Rebuild.WriteAsync(new(organisation), Ct) })
        {
            Assert.Equal(told.Split(", ").Order(), found.Differences.Select(d => $"{d.Kind} {d.Version} {d.In}".TrimEnd()).Order());
            Assert.False(found.IsWhole);
        }

        Assert.Equal(before, await StateAsync(organisation));
    }

    [Theory]
    [InlineData("state-deleted", "delete from casestudies.mt_doc_organisationstate where tenant_id = $1")]
    [InlineData("state-damaged", "update casestudies.mt_doc_organisationstate set data = jsonb_set(data, '{state,firstMonth}', '\"x\"') where tenant_id = $1")]
    [InlineData("state-ahead", "update casestudies.mt_doc_organisationstate set mt_version = 9 where tenant_id = $1")]
    public async Task A_state_that_is_missing_comes_back_and_recording_goes_on(string organisation, string sql)
    {
        await DescribedAsync(organisation);
        var before = await StateAsync(organisation);
        await server.ExecuteAsync(sql, organisation);
        Assert.Equal(DifferenceKind.StateDiffers, Assert.Single((await Rebuild.CompareAsync(new(organisation), Ct)).Differences).Kind);

        Assert.True((await Rebuild.WriteAsync(new(organisation), Ct)).IsWhole);

        Assert.Equal(before, await StateAsync(organisation));
        await DeclareAsync(organisation, 10);
        Assert.True((await Rebuild.CompareAsync(new(organisation), Ct)) is { Events: 3, IsWhole: true });
    }

    [Fact]
    public async Task The_command_tells_it_beside_the_initiatives_and_exits_with_1()
    {
        await DescribedAsync("typed");
        var (_, output, _) = await new FixtureHost(server).TypeAsync("rebuild");
        Assert.Contains("\ntyped (the organisation itself): 2 events, 0 unreadable, 0 differences\n", "\n" + output, StringComparison.Ordinal);

        await server.ExecuteAsync(
            "update casestudies.mt_doc_organisationstate set data = jsonb_set(data, '{state,firstMonth}', '7') where tenant_id = 'typed'");
        var (code, said, _) = await new FixtureHost(server).TypeAsync("rebuild --write");
        Assert.Equal(1, code);
        Assert.Contains("typed 2: profile or fiscal year and events differ: one of them was edited\n", said, StringComparison.Ordinal);
    }

    private async Task DescribedAsync(string organisation)
    {
        await PutAsync($"/organisations/{organisation}/profile",
            $$$$"""
            {"command":"{{{{Guid.NewGuid()}}}}","profile":{"name":{"ja":"庭の会","en":"Garden"},"legalForm":{"ja":"NPO法人","en":"NPO"},"founded":"2007-02",
            "prefecture":{"ja":"東京都","en":"Tokyo"},"municipality":{"ja":"福生市","en":"Fussa"}}}
            """);
        await DeclareAsync(organisation, 1);
        Assert.True((await Rebuild.CompareAsync(new(organisation), Ct)) is { Events: 2, IsWhole: true });
    }

    private Task DeclareAsync(string organisation, int month) =>
        PutAsync($"/organisations/{organisation}/fiscal-year", $$"""{"command":"{{Guid.NewGuid()}}","fiscalYear":{"firstMonth":{{month}} } }""");

    private async Task PutAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await _http.PutAsync(new Uri(path, UriKind.Relative), content, Ct);
        Assert.True(response.StatusCode == HttpStatusCode.NoContent, await response.Content.ReadAsStringAsync(Ct));
    }

    private Task<string> StateAsync(string organisation) => server.ScalarAsync<string>(
        "select data::text || ' ' || mt_version from casestudies.mt_doc_organisationstate where tenant_id = $1 and id = $2", organisation, Key);
}
