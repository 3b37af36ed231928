using System.Text.Json.Nodes;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Tests.Access;
using CaseStudies.Server.Tests.Problems;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CaseStudies.Server.Tests.Security;

/// <summary>What the security log holds of what members, programs, funders and strangers do, and who reads it.</summary>
public sealed class SecurityLogTests(SignedInServer server) : IClassFixture<SignedInServer>
{
    private const string Note = "canary-note";

    private Instant Now => server.Services.GetRequiredService<IClock>().GetCurrentInstant();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_leaves_the_program_is_noted_with_who_what_and_from_where()
    {
        var owner = await OpenAsync("log-one");
        var initiative = "/organisations/log-one/initiatives/garden";
        foreach (var file in new[] { "entries.csv", "entries.xlsx", "figures.csv", "figures.xlsx" })
            Assert.Equal(200, (await server.SendAsync("GET", $"{initiative}/{file}", owner)).Status);
        for (var i = 0; i < 3; i++)
            Assert.Equal(200, (await server.SendAsync("GET", $"{initiative}/feed", owner)).Status);
        Assert.Equal(404, (await server.SendAsync("GET", "/organisations/log-one/initiatives/none/entries.csv", owner)).Status);

        var me = (await server.IdOfAsync("owner of log-one")).Value;
        var notes = await NotesAsync("log-one");
        Assert.Equal(["exported", "exported", "exported", "exported", "feed-read", "program-came"], notes.Select(n => (string)n["event"]!).Order());
        Assert.All(notes, n => Assert.Equal((me, "127.0.0.1", 32),
            ((string)n["by"]!, ((string)n["from"]!).Replace("::ffff:", "", StringComparison.Ordinal), ((string)n["trace"]!).Length)));
        Assert.All(notes.Where(n => (string)n["event"]! == "exported"), n => Assert.Equal("garden", (string)n["about"]!));
    }

    [Fact]
    public async Task Names_are_noted_where_they_are_read_and_not_elsewhere()
    {
        var (owner, reader) = (await OpenAsync("log-two"), await server.TokenAsync("log-two", Role.Reader));
        const string Changes = "/organisations/log-two/initiatives/garden/changes", Sheet = "/organisations/log-two/initiatives/garden/attendance-sheet";
        Assert.DoesNotContain(Note, (await server.SendAsync("GET", Changes, reader)).Body, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("log-two", "names-read"));

        Assert.Contains(Note, (await server.SendAsync("GET", Changes, owner)).Body, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("log-two", "names-read"));
        Assert.Equal(200, (await server.SendAsync("GET", Sheet, owner)).Status); // with the name of the one who is enrolled
        Assert.Equal(2, await CountAsync("log-two", "names-read"));

        var person = await ScalarAsync<string>("select person from vault.texts where tenant_id = 'log-two' and person is not null limit 1");
        Assert.Equal(200, (await server.SendAsync("GET", $"/organisations/log-two/persons/{person}/record", owner)).Status);
        var erasure = $$"""{"command":"{{Guid.NewGuid()}}","ground":"request-of-person"}""";
        Assert.Equal(200, (await server.SendAsync("POST", $"/organisations/log-two/persons/{person}/erasure", owner, erasure)).Status);
        var about = (await NotesAsync("log-two")).Where(n => (string)n["event"]! is "person-read" or "person-erased");
        Assert.Equal([person, person], about.Select(n => (string)n["about"]!));
    }

    [Fact]
    public async Task Changes_of_who_may_are_noted()
    {
        var owner = await OpenAsync("log-three");
        await server.TokenAsync("log-three-fund");
        var member = $"m-{Guid.NewGuid():n}";
        await SentAsync("PUT", $"members/{member}", 204, $$"""{"command":"{{Guid.NewGuid()}}","role":"staff"}""");
        await SentAsync("POST", $"members/{member}/removal", 204, $$"""{"command":"{{Guid.NewGuid()}}","cause":"left"}""");
        await SentAsync("POST", "invitations", 201, $$"""{"command":"{{Guid.NewGuid()}}","role":"staff"}""");
        await SentAsync("POST", "keys", 201, $$"""{"command":"{{Guid.NewGuid()}}","role":"staff","until":"{{Now + Duration.FromDays(9)}}"}""");
        await SentAsync("POST", "grants", 201, $$"""{"command":"{{Guid.NewGuid()}}","funder":"log-three-fund","level":"figures"}""");
        await SentAsync("PUT", $"members/{member}", 422, $$"""{"command":"{{Guid.NewGuid()}}","role":"emperor"}""", 400);

        Assert.Equal(["grants-changed", "key-made", "members-changed", "members-changed", "members-changed"],
            (await NotesAsync("log-three")).Select(n => (string)n["event"]!).Where(e => e != "program-came").Order());
        Assert.Equal(member, (string)(await NotesAsync("log-three")).First(n => n["about"] is not null)["about"]!);

        async Task SentAsync(string method, string path, int status, string body, int or = 0)
        {
            var answer = await server.SendAsync(method, $"/organisations/log-three/{path}", owner, body);
            Assert.True(answer.Status == status || answer.Status == or, answer.Body);
        }
    }

    [Fact]
    public async Task Refusals_are_noted_where_the_organisation_exists_and_ten_of_a_minute()
    {
        await OpenAsync("log-four");
        var (recorder, stranger) = (await server.TokenAsync("log-four", Role.Recorder), await server.TokenAsync("log-elsewhere"));
        for (var i = 0; i < 25; i++)
            Assert.Equal(403, (await server.SendAsync("GET", "/organisations/log-four/security-log", recorder)).Status);
        Assert.Equal(404, (await server.SendAsync("GET", "/organisations/log-four/initiatives/garden/entries", stranger)).Status);
        Assert.Equal(404, (await server.SendAsync("GET", "/organisations/log-nowhere/initiatives/garden/entries", stranger)).Status);

        await Until.HoldsAsync(() => CountAsync("log-four", "access-refused"), count => count >= 11);
        var refused = (await NotesAsync("log-four")).Where(n => (string)n["event"]! == "access-refused").ToList();
        Assert.Equal([(10, "/organisations/{org}/security-log"), (1, "/organisations/{org}/initiatives/{id}/entries")],
            refused.GroupBy(n => (string)n["about"]!).Select(g => (g.Count(), g.Key)).OrderDescending());
        Assert.Equal((await server.IdOfAsync("owner of log-elsewhere")).Value,
            (string)refused.Single(n => ((string)n["about"]!).EndsWith("entries", StringComparison.Ordinal))["by"]!);
        Assert.Equal(0L, await ScalarAsync<long>("select count(*) from vault.security_log where tenant_id = 'log-nowhere'"));
    }

    [Fact]
    public async Task A_funder_is_noted_with_the_organisation_that_granted()
    {
        await OpenAsync("log-five");
        await server.GrantAsync("log-five", "log-fund", GrantLevel.Figures);
        var funder = await server.TokenAsync("log-fund", Role.Reader);
        for (var i = 0; i < 2; i++)
            Assert.Equal(200, (await server.SendAsync("GET", "/organisations/log-five/initiatives/garden/figures", funder)).Status);
        var used = Assert.Single(await NotesAsync("log-five"), n => (string)n["event"]! == "grant-used");
        Assert.Equal(("garden", (await server.IdOfAsync("Reader of log-fund")).Value), ((string)used["about"]!, (string)used["by"]!));

        var portfolio = await server.TokenAsync("log-fund", Role.Staff);
        Assert.Equal(200, (await server.SendAsync("GET", "/granted", portfolio)).Status);
        Assert.Equal(2, await CountAsync("log-five", "grant-used"));
    }

    [Fact]
    public async Task What_cannot_be_noted_is_not_told()
    {
        var owner = await OpenAsync("log-six");
        const string Changes = "/organisations/log-six/initiatives/garden/changes";
        Assert.Contains(Note, (await server.SendAsync("GET", Changes, owner)).Body, StringComparison.Ordinal);
        await ExecuteAsync("alter table vault.security_log add constraint closed check (tenant_id <> 'log-six') not valid");
        try
        {
            var answer = await server.SendAsync("GET", Changes, owner);
            Assert.True(answer.Status >= 500, answer.Body);
            Assert.DoesNotContain(Note, answer.Body, StringComparison.Ordinal);
            Assert.True((await server.SendAsync("GET", "/organisations/log-six/initiatives/garden/entries.csv", owner)).Status >= 500);
        }
        finally
        {
            await ExecuteAsync("alter table vault.security_log drop constraint closed");
        }

        Assert.Contains(Note, (await server.SendAsync("GET", Changes, owner)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_paged_filtered_and_exported_and_forgotten_after_its_time()
    {
        var owner = await server.TokenAsync("log-seven");
        await ExecuteAsync(
            "insert into vault.security_log select 'log-seven', $1 - n * interval '1 hour', gen_random_uuid(), "
            + "case when n % 2 = 0 then 'exported' else 'signed-in' end, 'm-1', '=1+1', '192.0.2.1', '' from generate_series(1, 250) n", Now);
        await ExecuteAsync("insert into vault.security_log select 'log-seven', $1, gen_random_uuid(), 'exported', 'm-old', '', '', ''",
            Now - SecurityLog.Kept - Duration.FromSeconds(1));
        await server.Services.GetRequiredService<SecurityLogWork>().TidyAsync(Ct);

        var (offset, all) = ((int?)0, new List<JsonNode>());
        while (offset is { } from)
        {
            var page = JsonNode.Parse((await AskedAsync($"?event=exported&offset={from}")).Body)!;
            all.AddRange(page["notes"]!.AsArray().OfType<JsonNode>());
            offset = (int?)page["next"];
        }

        Assert.Equal(125, all.Count(n => (string)n["by"]! == "m-1"));
        Assert.DoesNotContain(all, n => (string?)n["by"] == "m-old");
        Assert.Equal(all.Select(n => (string)n["at"]!).OrderDescending(StringComparer.Ordinal), all.Select(n => (string)n["at"]!));
        var csv = await AskedAsync("?format=csv&lang=en&event=signed-in");
        Assert.Equal(126, csv.Body.Trim().Split('\n').Length);
        Assert.DoesNotContain(",=1+1", csv.Body, StringComparison.Ordinal); // no formula
        Assert.Equal(400, (await AskedAsync("?event=nothing")).Status);
        var html = await server.SendAsync("GET", "/organisations/log-seven/security-log?lang=en", owner, null, ("Accept", "text/html"));
        Assert.Contains("Failed to sign in", html.Body, StringComparison.Ordinal);
        Assert.Contains("offset=100", html.Body, StringComparison.Ordinal);

        Task<Answer> AskedAsync(string query) => server.SendAsync("GET", $"/organisations/log-seven/security-log{query}", owner);
    }

    private async Task<List<JsonNode>> NotesAsync(string organisation)
    {
        var answer = await server.SendAsync("GET", $"/organisations/{organisation}/security-log", await server.TokenAsync(organisation));
        Assert.True(answer.Status == 200, answer.Body);
        return [.. JsonNode.Parse(answer.Body)!["notes"]!.AsArray().OfType<JsonNode>()];
    }

    private async Task<int> CountAsync(string organisation, string what) => (await NotesAsync(organisation)).Count(n => (string)n["event"]! == what);

    /// <summary>An initiative with one enrolled person and a withdrawal that has a private note.</summary>
    private async Task<string> OpenAsync(string organisation)
    {
        var (owner, examples) = (await server.TokenAsync(organisation), new FactExamples(path => path));
        var initiative = $"/organisations/{organisation}/initiatives/garden";
        var entry = Guid.NewGuid();
        await RecordAsync(HostileServer.Record([.. examples.Foundation(), .. examples.Act("person_enrolled")]));
        var milestone = HostileServer.Record(examples.Act("milestone_reached"));
        milestone["command"] = entry.ToString();
        await RecordAsync(milestone);
        var withdrawn = await server.SendAsync("POST", $"{initiative}/entries/{entry}/withdrawal", owner,
            $$$"""{"command":"{{{Guid.NewGuid()}}}","basis":"{{{entry}}}","reason":{"code":"other","note":"{{{Note}}}"}}""");
        Assert.True(withdrawn.Status == 200, withdrawn.Body);
        return owner;

        async Task RecordAsync(JsonObject command)
        {
            var answer = await server.SendAsync("POST", $"{initiative}/entries", owner, command.ToJsonString());
            Assert.True(answer.Status == 201, answer.Body);
        }
    }

    private async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = server.Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Ct))!;
    }

    private async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = server.Source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        await command.ExecuteNonQueryAsync(Ct);
    }
}
