using System.Text.Json.Nodes;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Jobs;
using CaseStudies.Server.Tests.Problems;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Access;

/// <summary>What a role allows within a route, and that it holds with the next request.</summary>
public sealed class RoleTests(SignedInServer server, PostgresFixture postgres) : IClassFixture<SignedInServer>
{
    private static readonly FactExamples s_examples = new(path => path);

    [Fact]
    public async Task A_role_that_is_given_changed_or_taken_away_holds_with_the_next_request()
    {
        var (owner, somebody) = (await server.TokenAsync("changing"), server.Issuer.Token("somebody"));
        var id = (await server.IdOfAsync("somebody")).Value;
        await OpenAsync("changing", owner);
        Assert.Equal(404, await ReadAsync());
        await using var another = new SignedInNode(postgres, server);
        await another.InitializeAsync();
        Assert.Equal(404, await OnAnotherAsync());

        Assert.Equal(204, (await GiveAsync(owner, id, "reader")).Status);
        Assert.Equal(200, await OnAnotherAsync());
        Assert.Equal((200, 403), (await ReadAsync(), (await RecordAsync("changing", somebody, "milestone_reached")).Status));
        Assert.Equal(204, (await GiveAsync(owner, id, "recorder", "new-duties")).Status);
        Assert.Equal(201, (await RecordAsync("changing", somebody, "milestone_reached")).Status);
        var members = JsonNode.Parse((await server.SendAsync("GET", "/organisations/changing/members", owner)).Body)!.AsArray();
        Assert.Equal("recorder", (string)members.Single(m => (string)m!["member"]! == id)!["role"]!);
        Assert.Equal(204, (await SendAsync("POST", $"/organisations/changing/members/{id}/removal", owner, new() { ["cause"] = "left" })).Status);

        Assert.Equal(404, await ReadAsync());
        Assert.Equal(404, (await RecordAsync("changing", somebody, "milestone_reached")).Status);
        Assert.Equal(404, await OnAnotherAsync());

        async Task<int> OnAnotherAsync()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/organisations/changing/initiatives/one");
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + somebody);
            return (await another.SendAsync(request)).Status;
        }

        async Task<int> ReadAsync() => (await server.SendAsync("GET", "/organisations/changing/initiatives/one", somebody)).Status;
        Task<Answer> GiveAsync(string token, string member, string role, string? cause = null) =>
            SendAsync("PUT", "/organisations/changing/members/" + member, token, new() { ["role"] = role, ["cause"] = cause });
    }

    [Fact]
    public async Task Members_are_for_owners_and_the_last_one_stays()
    {
        var (owner, manager) = (await server.TokenAsync("owned"), await server.TokenAsync("owned", Role.Manager));
        var id = (await server.IdOfAsync("owner of owned")).Value;

        var refused = await SendAsync("PUT", "/organisations/owned/members/m-99999999999999999999999999999999", manager, new() { ["role"] = "owner" });
        Assert.Equal((403, "role-insufficient"), (refused.Status, (string)HostileServer.CheckProblem("manager", refused)["code"]!));
        var last = await SendAsync("POST", $"/organisations/owned/members/{id}/removal", owner, new() { ["cause"] = "left" });
        Assert.Equal((409, "last-owner"), (last.Status, (string)HostileServer.CheckProblem("last", last)["code"]!));
        var twice = await SendAsync("PUT", $"/organisations/owned/members/{id}", owner, new() { ["role"] = "owner", ["member"] = "m-9" });
        Assert.Equal(400, twice.Status);
        var command = Guid.NewGuid().ToString();
        Assert.Equal(204, await AddAsync('8'));
        // The same command for somebody else is another command.
        Assert.Equal(422, await AddAsync('7'));

        async Task<int> AddAsync(char digit) => (await SendAsync("PUT", $"/organisations/owned/members/m-{new string(digit, 32)}", owner,
            new() { ["command"] = command, ["role"] = "staff" })).Status;
    }

    [Fact]
    public async Task A_recorder_logs_and_mends_their_own_and_nothing_else()
    {
        var (owner, recorder) = (await server.TokenAsync("logged"), await server.TokenAsync("logged", Role.Recorder));
        await OpenAsync("logged", owner);
        var (own, theirs) = (Guid.NewGuid(), Guid.NewGuid());
        Assert.Equal(201, (await RecordAsync("logged", recorder, "milestone_reached", own)).Status);
        Assert.Equal(201, (await RecordAsync("logged", owner, "milestone_reached", theirs)).Status);

        var target = await RecordAsync("logged", recorder, "target_set");
        Assert.Equal((403, "role-insufficient"), (target.Status, (string)HostileServer.CheckProblem("target", target)["code"]!));
        var other = await WithdrawAsync(theirs);
        Assert.Equal((403, "not-own-of-today"), (other.Status, (string)HostileServer.CheckProblem("other", other)["code"]!));
        Assert.Equal(200, (await WithdrawAsync(own)).Status);
        var batch = await server.SendAsync("POST", "/organisations/logged/batches", recorder, Capture.Batches.Of("each",
            ("one", "record", HostileServer.Record(s_examples.Act("target_set"))), ("one", "record", HostileServer.Record(s_examples.Act("milestone_reached"))))
            .ToJsonString());
        Assert.Equal(["refused", "recorded"], JsonNode.Parse(batch.Body)!["results"]!.AsArray().Select(r => (string)r!["outcome"]!));
        var effects = await server.SendAsync("POST", "/organisations/logged/initiatives/one/effects", recorder,
            new JsonObject { ["record"] = HostileServer.Record(s_examples.Act("target_set")) }.ToJsonString());
        Assert.Equal("role-insufficient", (string)JsonNode.Parse(effects.Body)!["refused"]!["code"]!);

        Task<Answer> WithdrawAsync(Guid entry) => SendAsync("POST", $"/organisations/logged/initiatives/one/entries/{entry}/withdrawal", recorder,
            new() { ["basis"] = entry.ToString(), ["reason"] = new JsonObject { ["code"] = "miscounted" } });
    }

    [Fact]
    public async Task A_reader_sees_no_private_notes_and_only_their_own_jobs()
    {
        var (owner, reader) = (await server.TokenAsync("private"), await server.TokenAsync("private", Role.Reader));
        await OpenAsync("private", owner);
        var entry = Guid.NewGuid();
        await RecordAsync("private", owner, "milestone_reached", entry);
        await SendAsync("POST", $"/organisations/private/initiatives/one/entries/{entry}/withdrawal", owner, new()
        {
            ["basis"] = entry.ToString(), ["reason"] = new JsonObject { ["code"] = "other", ["note"] = "canary-note" },
        });

        const string Changes = "/organisations/private/initiatives/one/changes";
        Assert.Contains("canary-note", (await server.SendAsync("GET", Changes, owner)).Body, StringComparison.Ordinal);
        var seen = await server.SendAsync("GET", Changes, reader);
        Assert.Equal(200, seen.Status);
        Assert.DoesNotContain("canary-note", seen.Body, StringComparison.Ordinal);
        Assert.Equal(403, (await server.SendAsync("GET", "/organisations/private/initiatives/one/attendance-sheet", reader)).Status);

        var job = Guid.NewGuid();
        await server.SendAsync("POST", "/organisations/private/jobs", owner, new JsonObject { ["job"] = job.ToString(), ["kind"] = "rebuild" }.ToJsonString());
        Assert.Equal(200, (await server.SendAsync("GET", $"/organisations/private/jobs/{job}", owner)).Status);
        Assert.Equal(404, (await server.SendAsync("GET", $"/organisations/private/jobs/{job}", reader)).Status);
        Assert.Equal("[]", (await server.SendAsync("GET", "/organisations/private/jobs", reader)).Body);
        var file = await server.SendAsync("GET", "/organisations/private/initiatives/one/entries.csv", owner, headers: ("Prefer", "respond-async"));
        var same = await server.SendAsync("GET", "/organisations/private/initiatives/one/entries.csv", reader, headers: ("Prefer", "respond-async"));
        Assert.Equal((202, 202, 200), (file.Status, same.Status, (await server.SendAsync("GET", same.Headers["Location"], reader)).Status));
        Assert.Equal(404, (await server.SendAsync("GET", file.Headers["Location"], reader)).Status);
        // Of two policies of a route, the higher role is told.
        var refused = await server.SendAsync("POST", "/organisations/private/jobs", reader, "{}");
        Assert.Contains("needs the role of manager", (string)HostileServer.CheckProblem("jobs", refused)["en"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rebuild_is_had_done_again_by_those_who_may_start_one()
    {
        var (owner, staff) = (await server.TokenAsync("retried"), await server.TokenAsync("retried", Role.Staff));
        var job = server.Services.GetRequiredService<JobQueue>().New(Guid.NewGuid(), new("retried"), RebuildJob.Key, new("somebody"));
        await server.Services.GetRequiredService<JobStore>().InsertAsync(
            job with { State = JobState.Failed, EndedAt = job.AskedAt, Problem = "internal" }, null, null, TestContext.Current.CancellationToken);
        var body = new JsonObject { ["job"] = job.Id.ToString() }.ToJsonString();
        var refused = await server.SendAsync("POST", $"/organisations/retried/jobs/{job.Id}/retry", staff, body);
        Assert.Equal((403, "role-insufficient"), (refused.Status, (string)HostileServer.CheckProblem("retry", refused)["code"]!));
        Assert.Equal(200, (await server.SendAsync("POST", $"/organisations/retried/jobs/{job.Id}/retry", owner, body)).Status);
    }

    private async Task OpenAsync(string organisation, string owner)
    {
        var answer = await server.SendAsync("POST", $"/organisations/{organisation}/initiatives/one/entries", owner,
            HostileServer.Record(s_examples.Foundation()).ToJsonString());
        Assert.True(answer.Status == 201, answer.Body);
    }

    private Task<Answer> RecordAsync(string organisation, string token, string kind, Guid? command = null)
    {
        var body = HostileServer.Record(s_examples.Act(kind));
        if (command is { } id)
            body["command"] = id.ToString();
        return server.SendAsync("POST", $"/organisations/{organisation}/initiatives/one/entries", token, body.ToJsonString());
    }

    private Task<Answer> SendAsync(string method, string path, string token, JsonObject body)
    {
        body.TryAdd("command", Guid.NewGuid().ToString());
        foreach (var absent in body.Where(m => m.Value is null).Select(m => m.Key).ToList())
            body.Remove(absent);
        return server.SendAsync(method, path, token, body.ToJsonString());
    }
}
