using System.Net;
using System.Text;
using Alba;

namespace CaseStudies.Server.Tests.Capture;

public sealed class ExactlyOnceTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Renamed = """{"kind":"initiative_renamed","title":{"ja":"新","en":"New"},"on":"2025-05-01"}""";
    private const string RenamedOtherwise = """{"kind":"initiative_renamed","title":{"ja":"別","en":"Other"},"on":"2025-05-01"}""";

    [Fact]
    public async Task The_same_command_a_hundred_times_at_once_is_one_event_and_one_answer()
    {
        await Api.OpenedAsync(server, "ysc", "hundred");
        var before = await server.HeadAsync("ysc", "hundred");

        var answers = await SendAsync([server.Host], "ysc", "hundred", Api.Record(Guid.NewGuid(), Renamed), times: 100);

        Assert.All(answers, a => Assert.True(a.Status == HttpStatusCode.Created, a.Body));
        Assert.Single(answers.Select(a => a.Body).Distinct());
        Assert.Single(answers, a => !a.Replayed);
        Assert.Equal(before + 1, await server.HeadAsync("ysc", "hundred"));
        Assert.Equal(before + 1, await server.CountAsync("mt_events", "ysc", "hundred"));
        Assert.Equal(before + 1, await server.CountAsync("entries", "ysc", "hundred"));
    }

    [Fact]
    public async Task The_command_that_opens_an_initiative_is_one_event_though_there_is_no_stream_to_lock()
    {
        var answers = await SendAsync([server.Host], "ysc", "racing-start", Api.Record(Guid.NewGuid(), Sentences.Opening), times: 100);

        Assert.All(answers, a => Assert.True(a.Status == HttpStatusCode.Created, a.Body));
        Assert.Single(answers.Select(a => a.Body).Distinct());
        Assert.Single(answers, a => !a.Replayed);
        Assert.Equal(1, await server.CountAsync("mt_events", "ysc", "racing-start"));
    }

    [Fact]
    public async Task Of_many_different_openings_of_one_initiative_one_is_accepted_and_the_others_are_told_so()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(_ => SendAsync([server.Host], "ysc", "rivals", Api.Record(Guid.NewGuid(), Sentences.Opening), times: 1)));

        Assert.Single(answers.SelectMany(a => a), a => a.Status == HttpStatusCode.Created);
        Assert.Equal(19, answers.SelectMany(a => a).Count(a => a.Status == HttpStatusCode.Conflict && a.Body.Contains("initiative-exists")));
        Assert.Equal(1, await server.CountAsync("mt_events", "ysc", "rivals"));
    }

    [Fact]
    public async Task The_same_id_with_another_body_is_refused_and_writes_nothing()
    {
        var api = await Api.OpenedAsync(server, "ysc", "other-body");
        var command = Guid.NewGuid();
        Assert.Equal(HttpStatusCode.Created, (await api.PostAsync("/entries", Api.Record(command, Renamed))).Status);
        var head = await server.HeadAsync("ysc", "other-body");

        var (status, body) = await api.PostAsync("/entries", Api.Record(command, RenamedOtherwise));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("\"urn:casestudies:problem:command-reused\"", body);
        Assert.Equal(head, await server.HeadAsync("ysc", "other-body"));
    }

    [Fact]
    public async Task Members_in_another_order_are_the_same_body()
    {
        var api = await Api.OpenedAsync(server, "ysc", "other-order");
        var command = Guid.NewGuid();
        var (_, first) = await api.PostAsync("/entries", Api.Record(command, Renamed));

        var (status, second) = await api.PostAsync("/entries",
            $$"""{ "facts":[{"on":"2025-05-01", "title":{"en":"New","ja":"新"},"kind":"initiative_renamed"}],"command":"{{command}}"}""");

        Assert.Equal((HttpStatusCode.Created, first), (status, second));
    }

    [Fact]
    public async Task The_same_id_for_another_initiative_of_the_organisation_is_refused()
    {
        var (one, other) = (await Api.OpenedAsync(server, "ysc", "one"), await Api.OpenedAsync(server, "ysc", "another"));
        var act = Api.Record(Guid.NewGuid(), Renamed);
        Assert.Equal(HttpStatusCode.Created, (await one.PostAsync("/entries", act)).Status);

        var (status, body) = await other.PostAsync("/entries", act);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("command-reused", body);
    }

    [Fact]
    public async Task The_same_id_in_another_organisation_is_another_act()
    {
        var (ours, theirs) = (await Api.OpenedAsync(server, "ysc", "shared"), await Api.OpenedAsync(server, "posse", "shared"));
        var act = Api.Record(Guid.NewGuid(), Renamed);

        Assert.Equal(HttpStatusCode.Created, (await ours.PostAsync("/entries", act)).Status);
        Assert.Equal(HttpStatusCode.Created, (await theirs.PostAsync("/entries", act)).Status);

        Assert.Equal(2, await server.ScalarAsync<long>(
            "select count(distinct id) from casestudies.mt_events where stream_id = 'shared' and type = 'initiative_renamed'"));
    }

    [Fact]
    public async Task Two_nodes_that_get_the_same_command_at_once_write_one_event()
    {
        await using var first = await server.AnotherNodeAsync();
        await using var second = await server.AnotherNodeAsync();
        var act = Api.Record(Guid.NewGuid(), Sentences.Opening);

        var answers = await SendAsync([first, second], "posse", "two-nodes", act, times: 20);

        Assert.All(answers, a => Assert.True(a.Status == HttpStatusCode.Created, a.Body));
        Assert.Single(answers.Select(a => a.Body).Distinct());
        Assert.Single(answers, a => !a.Replayed);
        Assert.Equal(1, await server.CountAsync("mt_events", "posse", "two-nodes"));
    }

    private sealed record Answer(HttpStatusCode Status, string Body, bool Replayed);

    private static async Task<Answer[]> SendAsync(IAlbaHost[] nodes, string organisation, string initiative, string act, int times)
    {
        var clients = nodes.Select(n => n.Server.CreateClient()).ToArray();
        return await Task.WhenAll(Enumerable.Range(0, times).Select(i => Task.Run(async () =>
        {
            using var content = new StringContent(act, Encoding.UTF8, "application/json");
            using var response = await clients[i % clients.Length].PostAsync(
                new Uri($"/organisations/{organisation}/initiatives/{initiative}/entries", UriKind.Relative), content, TestContext.Current.CancellationToken);
            return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
                response.Headers.Contains("Idempotency-Replayed"));
        })));
    }
}
