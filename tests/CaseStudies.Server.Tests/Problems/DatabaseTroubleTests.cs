using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CaseStudies.Server.Jobs;
using Npgsql;

namespace CaseStudies.Server.Tests.Problems;

/// <summary>A database that cannot do it now: the sender is told what to do, and the same command is recorded once when it can again.</summary>
public sealed class DatabaseTroubleTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private readonly HttpClient _http = server.Host.Server.CreateClient();

    [Theory]
    [InlineData("53100", "disk-full"), InlineData("53200", "database-strained"), InlineData("58030", "database-strained")]
    [InlineData("57014", "database-slow"), InlineData("25006", "database-read-only"), InlineData("40001", "busy")]
    public async Task It_is_answered_503_and_the_same_command_is_recorded_when_the_trouble_is_over(string state, string code)
    {
        var organisation = "trouble-" + state;
        var api = await Api.OpenedAsync(server, organisation, "one");
        var act = Api.Record(Guid.NewGuid(), Sentences.Milestone("m1"));
        await TroubleAsync(organisation, state);

        using var refused = await PostAsync(api.Base + "/entries", act);
        var problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal((HttpStatusCode.ServiceUnavailable, code), (refused.StatusCode, (string)problem["code"]!));
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Contains("同じ操作ID", (string)problem["ja"]!, StringComparison.Ordinal);
        Assert.Contains("same command id", (string)problem["en"]!, StringComparison.Ordinal);
        var again = JsonNode.Parse(await BatchAsync(organisation, act))!["results"]!.AsArray();
        Assert.Equal(["recorded", "undecided"], again.Select(r => (string)r!["outcome"]!).Order(StringComparer.Ordinal));
        var undecided = again.Single(r => (string)r!["outcome"]! == "undecided")!["problem"]!;
        Assert.Equal((503, "undecided"), ((int)undecided["status"]!, (string)undecided["code"]!));
        Assert.True(code == "busy" || ((string)undecided["en"]!).EndsWith((string)problem["en"]!, StringComparison.Ordinal), (string?)undecided["en"]);

        await TroubleAsync(organisation, null);
        using var recorded = await PostAsync(api.Base + "/entries", act);
        Assert.Equal(HttpStatusCode.Created, recorded.StatusCode);
        Assert.Equal(4, await server.HeadAsync(organisation, "one"));
    }

    [Fact]
    public async Task A_statement_that_the_server_ends_is_no_fault_of_the_program()
    {
        await using var connection = await server.Source.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var slow = new NpgsqlCommand("set statement_timeout = '1ms'; select pg_sleep(60)", connection);
        var ended = await Assert.ThrowsAsync<PostgresException>(() => slow.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));

        Assert.True(Interruptions.IsTransient(new InvalidOperationException("wrapped", ended)));
        Assert.True(Interruptions.IsTransient(Error("25006")));
        Assert.True(Interruptions.IsTransient(Error("53100")));
        Assert.False(Interruptions.IsTransient(Error("23505")));
        Assert.False(Interruptions.IsTransient(new InvalidOperationException("a bug")));
    }

    private static PostgresException Error(string state) => new("said", "ERROR", "ERROR", state);

    /// <summary>PostgreSQL refuses every event of the organisation's first initiative with this error; null: no longer.</summary>
    private Task TroubleAsync(string organisation, string? state) => server.ExecuteAsync(
        $"""
        create or replace function casestudies.trouble() returns trigger language plpgsql as $$ begin
            raise exception 'no' using errcode = tg_argv[0]; end $$;
        drop trigger if exists trouble on casestudies.mt_events;
        """ + (state is null
            ? ""
            : $"""
            create trigger trouble before insert on casestudies.mt_events for each row
            when (new.tenant_id = '{organisation}' and new.stream_id = 'one') execute function casestudies.trouble('{state}')
            """));

    /// <summary>The command, and one that opens another initiative.</summary>
    private async Task<string> BatchAsync(string organisation, string act)
    {
        var other = Api.Record(Guid.NewGuid(),
            """
            {"kind":"initiative_opened","title":{"ja":"別","en":"Other"},"forms":[{"ja":"居場所","en":"A place to be"}],
            "audiences":[{"ja":"若者","en":"Young people"}],"areas":[{"ja":"福生市","en":"Fussa"}],"on":"2025-04-01"}
            """);
        using var answer = await PostAsync($"/organisations/{organisation}/batches",
            $$"""{"mode":"each","items":[{"initiative":"one","record":{{act}}},{"initiative":"two","record":{{other}}}]}""");
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await _http.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
    }
}
