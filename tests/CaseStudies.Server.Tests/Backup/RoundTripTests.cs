using System.Net;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Backup;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Read;
using CaseStudies.Server.Store;
using CaseStudies.Server.Tests.Projections;
using Marten;
using Marten.Events;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Backup;

/// <summary>What is restored is what was there, and goes on from there.</summary>
public sealed class RoundTripTests(PostgresFixture postgres, ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Milestone = """
        {"kind":"milestone_reached","milestone":"again","description":{"ja":"達成\t\\N","en":"Reached \"it\"\\\n"},"on":"2025-05-01"}
        """;

    [Fact]
    public async Task Everything_comes_back_beneath_a_server_that_runs_on_the_empty_store_and_goes_on()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var target = new ServerFixture(postgres);
        await target.InitializeAsync();
        await EveryKind.RecordedAsync(server, "ysc", "rich");
        var twin = await EveryKind.RecordedAsync(server, "other", "rich");
        await DescribedAsync("ysc");
        await DescribedAsync("nobody-yet");
        var command = Guid.NewGuid();
        var answer = await twin.PostAsync("/entries", Api.Record(command, Milestone));
        // A number that no event took, an event that nobody can read, and one that was written past the program.
        await server.ExecuteAsync("select nextval('casestudies.mt_events_sequence')");
        await server.RawEventAsync("other", "rich", "never_heard_of", """{"a":1}""");
        await server.BackAsync("other", "rich", await server.HeadAsync("other", "rich"));
        await Api.OpenedAsync(server, "ysc", "quiet");

        var (file, taken) = await Backups.TakeAsync(server.Host.Services);
        var restored = await Backups.RestoreAsync(target.Host.Services, file);

        Assert.Equal(["other/rich"], taken.Edited); // its last event is not folded in the live entries
        Assert.Equal(["other/rich", "ysc/quiet", "ysc/rich"],
            restored.Checks.Where(c => c.Organisation != "again").Select(c => $"{c.Organisation}/{c.Initiative}"));
        Assert.All(restored.Checks.Zip(taken.Checks), c => Assert.True(c.First.Same(c.Second)));
        Assert.Empty(restored.Differing);
        Assert.Empty(restored.Unreadable);
        await server.Host.Services.GetRequiredService<CaseStudies.Server.Projections.Rebuild>()
            .WriteAsync(new("other"), new("rich"), eventsCount: false, cancellation);
        foreach (var table in StoredTables.Truth.Concat(StoredTables.Derived).Except([MartenTables.Portfolio]))
            Assert.Equal(await Backups.RowsAsync(server.Source, table, "- 'mt_last_modified'"),
                await Backups.RowsAsync(target.Source, table, "- 'mt_last_modified'"));

        // The ledger and the keys work: the same is known, another under its id is not taken, and what is new is appended.
        var there = new Api(target, "other", "rich");
        var events = await target.ScalarAsync<long>("select count(*) from casestudies.mt_events");
        Assert.Equal(answer, await there.PostAsync("/entries", Api.Record(command, Milestone)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await there.PostAsync("/entries", Api.Record(command, Sentences.Milestone("else")))).Status);
        Assert.Equal(events, await target.ScalarAsync<long>("select count(*) from casestudies.mt_events"));
        var quiet = new Api(target, "ysc", "quiet");
        await quiet.SessionAsync("2025-05-10", 4);
        Assert.Equal(("computed", "4人"), await quiet.YouthAsync());
        Assert.Equal(("blocked", null), await there.YouthAsync());
        Assert.Equal(await target.ScalarAsync<long>("select max(seq_id) from casestudies.mt_events"),
            await target.ScalarAsync<long>("select last_value from casestudies.mt_events_sequence"));

        // The view catches up, over the hole in the numbers.
        await target.Store.WaitForNonStaleProjectionDataAsync(TimeSpan.FromSeconds(40));
        var portfolio = target.Host.Services.GetRequiredService<PortfolioReader>();
        var (rich, live) = ((await portfolio.InitiativesAsync(new("ysc"), cancellation)).Single(i => i.Initiative.Value == "rich"),
            Assert.Single(await portfolio.InitiativesAsync(new("other"), cancellation)));
        Assert.Equal(("新しい名", null), (rich.Title.Ja, rich.Blocked));
        Assert.NotNull(live.Blocked);

        Assert.Contains("The database is not empty", await Backups.RefusedAsync(() => Backups.RestoreAsync(target.Host.Services, file)));
    }

    [Fact]
    public async Task A_store_is_restored_into_a_database_that_has_no_tables_yet_and_its_own_backup_says_the_same()
    {
        await Api.OpenedAsync(server, "again", "again");
        var (file, taken) = await Backups.TakeAsync(server.Host.Services);
        await using var aside = Backups.Aside(await postgres.NewDatabaseAsync());

        await Backups.RestoreAsync(aside.Services, file);

        var (_, second) = await Backups.TakeAsync(aside.Services);
        Assert.Equal(taken.Checks.Length, second.Checks.Length);
        Assert.All(taken.Checks.Zip(second.Checks), c => Assert.True(c.First.Same(c.Second)));
        Assert.Equal(taken.Manifest.Parts.Select(p => (p.Name, p.Rows)), second.Manifest.Parts.Select(p => (p.Name, p.Rows)));
        await using var none = Backups.Aside(await postgres.NewDatabaseAsync());
        Assert.Contains("nothing to back up", await Backups.RefusedAsync(() => Backups.TakeAsync(none.Services)));
    }

    private async Task DescribedAsync(string organisation)
    {
        var profile = new OrganisationDescribed(new("団体", "Organisation"), new("NPO法人", "NPO"), "2018-07", new("東京都", "Tokyo"), new("福生市", "Fussa"));
        var refusal = await server.Host.Services.GetRequiredService<OrganisationRecorder>().DescribeAsync(
            new(organisation), profile, new(Guid.NewGuid()), [1], Actor.OverHttp(new Caller(new("hand"), Role.Owner)), TestContext.Current.CancellationToken);
        Assert.Null(refusal);
        Assert.Null(await server.Host.Services.GetRequiredService<OrganisationRecorder>().DeclareAsync(
            new(organisation), new(10), new(Guid.NewGuid()), [2], Actor.OverHttp(new Caller(new("hand"), Role.Owner)), TestContext.Current.CancellationToken));
    }
}
