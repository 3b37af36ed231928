using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Tests.Capture;

namespace CaseStudies.Server.Tests.Projections;

/// <summary>Recorded through the program itself: what nobody can fold is stored and answered, and blocks the figures of its own initiative.</summary>
public sealed class RecordingOutranksProjectingTests(StrangeServer server) : IClassFixture<StrangeServer>
{
    [Fact]
    public async Task An_event_that_no_fold_knows_is_recorded_beside_others_and_blocks_only_its_initiative()
    {
        var (api, others) = (await Api.OpenedAsync(server, "ysc", "garden"), await Api.OpenedAsync(server, "posse", "garden"));
        await api.SessionAsync("2025-05-10", 4);
        await others.SessionAsync("2025-05-10", 7);
        var (before, strange, after, neighbour) = (Milestone("ysc", "a"), Strange(), Milestone("ysc", "b"), Milestone("posse", "c"));

        var aside = await Groups.Transaction(server).RunAsync([before, strange, after, neighbour], LockWaitMode.None);

        // What follows it on its stream is decided anew, by what is stored then.
        Assert.Equal([after], aside);
        Assert.Equal(1, await server.CommitsAsync(before, strange, neighbour));
        Assert.Empty(await Groups.Transaction(server).RunAsync(aside, LockWaitMode.None));
        Assert.Equal((6, 8, 6), (await before.VersionAsync(), await after.VersionAsync(), await neighbour.VersionAsync()));
        Assert.Empty((await strange.Answer).Recorded!.Entries);
        Assert.Equal(("blocked", null), await api.YouthAsync());
        Assert.Equal(("computed", "4人"), await api.YouthAsync("?version=6"));
        Assert.Equal(("computed", "7人"), await others.YouthAsync());
        Assert.Equal("indigestible_fact",
            await server.ScalarAsync<string>("select kind from casestudies.entries where tenant_id = 'ysc' and problem is not null"));
    }

    private static PendingCommand Milestone(string organisation, string key) => Groups.Record(organisation, "garden", Sentences.Milestone(key));

    private static PendingCommand Strange()
    {
        var command = new RecordFacts(new(Guid.NewGuid()), [new IndigestibleFact(new(2025, 5, 1))]);
        return new(new(new("ysc"), new("garden")), new(command, [], []), Actor.OverHttp(new Caller(new("tester"), Role.Owner)), []);
    }
}
