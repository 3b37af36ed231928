using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Capture;

namespace CaseStudies.Server.Tests.Read;

public sealed class ConflictsTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Two_phones_that_counted_differently_are_listed_until_a_person_settles_it()
    {
        var api = await Api.OpenedAsync(server, "ysc", "disputed");
        Assert.Empty((await api.GetAsync("/conflicts"))["conflicts"]!.AsArray());
        var session = Guid.NewGuid();
        await api.RecordAsync(Sentences.Session(session, "2025-06-01"), Sentences.Youth(session, 8, "evening"));
        var (first, second) = (await api.RecordAsync(Sentences.Youth(session, 12)), await api.RecordAsync(Sentences.Youth(session, 15)));

        var page = await api.GetAsync("/conflicts");

        var conflict = Assert.Single(page["conflicts"]!.AsArray())!;
        Assert.Equal(("participants_counted", "2025-06-01"), ((string)conflict["kind"]!, (string)conflict["occurredOn"]!));
        Assert.Equal(["youth"], conflict["figures"]!.AsArray().Select(f => (string)f!));
        Assert.Equal([$"{first} {first} 6 12", $"{second} {second} 7 15"],
            conflict["entries"]!.AsArray().Select(e => $"{e!["entry"]} {e["command"]} {e["version"]} {e["quantity"]}"));
        Assert.All(conflict["entries"]!.AsArray(), e => Assert.True(e!["by"] is not null && e["recordedAt"] is not null && e["fact"] is not null));
        Assert.Equal([$"{second} 20人", $"{first} 23人"],
            conflict["ways"]!.AsArray().Select(w => $"{w!["withdraw"]!.AsArray().Single()} {w["figures"]!.AsArray().Single()!["to"]!["shown"]!["ja"]}"));
        Assert.Contains("を残し、ほかを取り消す", await api.PageAsync("/conflicts?lang=ja"), StringComparison.Ordinal);
        Assert.Equal("/organisations/ysc/initiatives/disputed/changes", (string)page["changes"]!);
        Assert.Equal("contested", (await api.YouthAsync()).Status);
        // Another period's figures are not touched by it.
        Assert.Empty((await api.GetAsync("/conflicts?from=2025-07-01&to=2025-07-31"))["conflicts"]![0]!["figures"]!.AsArray());

        var settled = await Batches.SendAsync(server.Host.Server.CreateClient(), "ysc",
            Batches.Of("each", ("disputed", "change",
                Batches.Change(Guid.NewGuid(), $$"""{"entry":"{{second}}","version":{{conflict["entries"]![1]!["version"]}}}"""))));

        Assert.Equal(["recorded"], settled.Outcomes());
        Assert.Empty((await api.GetAsync("/conflicts"))["conflicts"]!.AsArray());
        Assert.Equal(("computed", "20人"), await api.YouthAsync());
        Assert.Single((await api.GetAsync("/conflicts?version=7"))["conflicts"]!.AsArray());
    }
}
