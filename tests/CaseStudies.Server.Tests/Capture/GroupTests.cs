using CaseStudies.Server.Capture;
using CaseStudies.Server.Store;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Capture;

public sealed class GroupTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Future = """{"kind":"initiative_renamed","title":{"ja":"新","en":"New"},"on":"2027-05-01"}""";

    [Fact]
    public async Task A_bad_fact_among_good_ones_is_refused_alone_and_the_good_ones_share_a_commit()
    {
        await Api.OpenedAsync(server, "ysc", "neighbours");
        var (first, bad, last) = (Milestone("neighbours", "a"), Groups.Record("ysc", "neighbours", Future), Milestone("neighbours", "b"));

        Assert.Empty(await RunAsync(first, bad, last));

        Assert.Equal("occurred-in-future", await bad.RefusalAsync());
        Assert.Equal((4, 5), (await first.VersionAsync(), await last.VersionAsync()));
        Assert.Equal(1, await server.CommitsAsync(first, last));
        Assert.Equal(0, await server.ScalarAsync<long>("select count(*) from casestudies.command_ledger where command_id = $1", bad.Command.Command.Value));
    }

    [Fact]
    public async Task Acts_on_one_stream_stand_in_their_order_whoever_stands_between()
    {
        await Api.OpenedAsync(server, "ysc", "ordered");
        await Api.OpenedAsync(server, "ysc", "between");
        var acts = Enumerable.Range(0, 12).Select(i => Milestone(i % 3 == 2 ? "between" : "ordered", $"m{i}")).ToArray();

        await RunAsync(acts);

        foreach (var stream in acts.GroupBy(a => a.Stream.Initiative))
            Assert.Equal(Enumerable.Range(4, stream.Count()), await Task.WhenAll(stream.Select(a => a.VersionAsync())));
        Assert.Equal(1, await server.CommitsAsync(acts));
        await RebuiltAlikeAsync("ysc", "ordered");
    }

    [Fact]
    public async Task An_act_sees_what_an_earlier_act_of_its_group_states_corrects_or_withdraws()
    {
        var (session, other) = (Guid.NewGuid(), Guid.NewGuid());
        var opening = Groups.Record("ysc", "leaning", Sentences.Opening,
            """{"kind":"strand_started","strand":"cafe","name":{"ja":"喫茶","en":"Café"},"on":"2025-04-01"}""");
        var held = Groups.Record("ysc", "leaning", Guid.NewGuid(), Sentences.Session(session, "2025-06-01"));
        var again = Groups.Record("ysc", "leaning", Sentences.Session(session, "2025-06-02"));
        var counted = Groups.Record("ysc", "leaning", Guid.NewGuid(), Sentences.Youth(session, 5));
        var unknown = Groups.Record("ysc", "leaning", Sentences.Youth(other, 5));
        var corrected = Groups.Correct("ysc", "leaning", counted.Command.Command.Value, Sentences.Youth(session, 6));
        var withdrawn = Groups.Withdraw("ysc", "leaning", held.Command.Command.Value);
        var late = Groups.Record("ysc", "leaning", Sentences.Youth(session, 1, "late"));
        var twice = Groups.Withdraw("ysc", "leaning", held.Command.Command.Value);

        await RunAsync(opening, held, again, counted, unknown, corrected, withdrawn, late, twice);

        Assert.Equal("session-exists", await again.RefusalAsync());
        Assert.Equal("session-unknown", await unknown.RefusalAsync());
        Assert.Equal("session-unknown", await late.RefusalAsync());
        Assert.Equal("entry-not-in-force", await twice.RefusalAsync());
        Assert.Equal(Enumerable.Range(2, 5), await Task.WhenAll(new[] { opening, held, counted, corrected, withdrawn }.Select(a => a.VersionAsync())));
        Assert.Equal(1, await server.CommitsAsync(opening, held, counted, corrected, withdrawn));
        Assert.Equal(6, await server.HeadAsync("ysc", "leaning"));
        await RebuiltAlikeAsync("ysc", "leaning");
    }

    [Fact]
    public async Task A_command_twice_in_one_group_is_one_event_and_a_replay_and_with_another_body_a_refusal()
    {
        await Api.OpenedAsync(server, "ysc", "echo");
        var command = Guid.NewGuid();
        var (first, second) = (Groups.Record("ysc", "echo", command, Sentences.Milestone("same")),
            Groups.Record("ysc", "echo", command, Sentences.Milestone("same")));
        var changed = Groups.Record("ysc", "echo", command, Sentences.Milestone("changed"));

        await RunAsync(first, second, changed);

        var (one, two) = ((await first.Answer).Recorded!, (await second.Answer).Recorded!);
        Assert.Equal((false, true), (one.Replayed, two.Replayed));
        Assert.Equal((one.RecordedAt, one.Entries.Single()), (two.RecordedAt, two.Entries.Single()));
        Assert.Equal("command-reused", await changed.RefusalAsync());
        Assert.Equal(4, await server.HeadAsync("ysc", "echo"));
    }

    [Fact]
    public async Task Two_organisations_with_the_same_keys_share_a_commit_and_nothing_else()
    {
        await Api.OpenedAsync(server, "ysc", "twins");
        await Api.OpenedAsync(server, "posse", "twins");
        var command = Guid.NewGuid();
        var ours = Groups.Record("ysc", "twins", command, Sentences.Milestone("ours"));
        var theirs = Groups.Record("posse", "twins", command, Sentences.Milestone("theirs"), Sentences.Milestone("more"));
        var opened = Groups.Record("posse", "another-twin", Sentences.Opening);

        await RunAsync(ours, theirs, opened);

        Assert.Equal((4, 5, 1), (await ours.VersionAsync(), await theirs.VersionAsync(), await opened.VersionAsync()));
        Assert.Equal(1, await server.CommitsAsync(ours, theirs, opened));
        Assert.Equal("ours", await MilestonesAsync("ysc"));
        Assert.Equal("theirs,more", await MilestonesAsync("posse"));
        await RebuiltAlikeAsync("ysc", "twins");
        await RebuiltAlikeAsync("posse", "twins");
    }

    /// <summary>A text whose place is taken keeps it, and nobody else notices.</summary>
    [Theory, InlineData("many", false), InlineData("torn", true)]
    public async Task A_very_large_group_is_saved_like_a_small_one(string initiative, bool taken)
    {
        await Api.OpenedAsync(server, "ysc", initiative);
        var acts = Enumerable.Range(0, 135)
            .Select(i => Groups.Record("ysc", initiative,
                $$"""{"kind":"consultation_received","on":"2025-05-{{1 + (i % 28):00}}","channel":"phone","note":"相談 {{i}}"}""")).ToArray();
        if (taken)
            await server.ExecuteAsync(
                "insert into vault.texts (tenant_id, id, stream_id, field, value, salt) values ('ysc', $1, 'torn', 'note', 'before', '\\x00')",
                acts[5].Sent.Deposits[0].Id);

        Assert.Empty(await RunAsync(acts));

        Assert.Equal(Enumerable.Range(4, acts.Length), await Task.WhenAll(acts.Select(a => a.VersionAsync())));
        Assert.Equal(1, await server.CommitsAsync(acts));
        Assert.Equal(acts.Length,
            await server.ScalarAsync<long>("select count(*) from casestudies.command_ledger where stream_id = $1 and command_id = any($2)", initiative,
                acts.Select(a => a.Command.Command.Value).ToArray()));
        var texts = await server.Host.Services.GetRequiredService<Vault>()
            .TextsAsync(new("ysc"), [.. acts.Select(a => a.Sent.Deposits[0].Id)], TestContext.Current.CancellationToken);
        Assert.Equal(acts.Select((a, i) => taken && i == 5 ? "before" : a.Sent.Deposits[0].Value), acts.Select(a => texts[a.Sent.Deposits[0].Id]));
        await RebuiltAlikeAsync("ysc", initiative);
    }

    private static PendingCommand Milestone(string initiative, string key) => Groups.Record("ysc", initiative, Sentences.Milestone(key));

    private Task<IReadOnlyList<PendingCommand>> RunAsync(params PendingCommand[] acts) => Groups.Transaction(server).RunAsync(acts, LockWaitMode.None);

    private Task<string> MilestonesAsync(string organisation) => server.ScalarAsync<string>(
        """
        select string_agg(e.data ->> 'milestone', ',' order by e.version) from casestudies.mt_events e
        join casestudies.entries r on r.tenant_id = e.tenant_id and r.stream_id = e.stream_id and r.version = e.version
            and r.fact ->> 'milestone' = e.data ->> 'milestone'
        where e.tenant_id = $1 and e.stream_id = 'twins' and e.type like 'milestone_reached%'
        """, organisation);

    /// <summary>Entries, state and ledger are as they follow from the events: the group left nothing out and mixed nothing up.</summary>
    private async Task RebuiltAlikeAsync(string organisation, string initiative)
    {
        const string state = "select data::text || mt_version from casestudies.mt_doc_initiativestate where tenant_id = $1 and id = $2";
        var before = await server.ScalarAsync<string>(state, organisation, initiative);
        var rebuild = (CaseStudies.Server.Projections.Rebuild)server.Host.Services.GetService(typeof(CaseStudies.Server.Projections.Rebuild))!;
        Assert.Empty((await rebuild.CompareAsync(new(organisation), new(initiative), TestContext.Current.CancellationToken)).Differences);
        Assert.Equal(before, await server.ScalarAsync<string>(state, organisation, initiative));
    }
}
