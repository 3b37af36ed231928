using System.Net;

namespace CaseStudies.Server.Tests.Read;

/// <summary>Over HTTP: what looks like one happening recorded twice is listed, told at its figures, and settled by a person.</summary>
public sealed class LikelyDuplicatesTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task Two_sessions_that_look_the_same_are_listed_with_the_figures_that_count_both()
    {
        var (api, one, two) = await TwiceAsync("listed");

        var line = (await api.GetAsync("/likely-duplicates"))["likelyDuplicates"]!.AsArray().Single()!;
        var figure = await api.GetAsync("/figures/youth");

        Assert.Equal(("sessions", "2025-05-10", "youth"), ((string?)line["alike"], (string?)line["occurredOn"], (string?)line["figures"]![0]));
        Assert.Equal([one.ToString(), two.ToString()], line["entries"]!.AsArray().Select(e => (string?)e!["entry"]));
        Assert.Equal(("14人", 1), ((string?)figure["shown"]!["ja"], (int?)figure["underReview"]));
        Assert.Equal([$"7人 {two}", $"7人 {one}", "14人 "], line["ways"]!.AsArray().Select(w =>
            $"{w!["figures"]!.AsArray().Single()!["to"]!["shown"]!["ja"]} {string.Join(' ', w["withdraw"]!.AsArray())}"));
        Assert.Contains("likely-duplicates", await api.PageAsync("?lang=en"), StringComparison.Ordinal);
        Assert.Contains("under review (1 likely duplicate)", await api.PageAsync("/figures/youth?lang=en"), StringComparison.Ordinal);
        var page = await api.PageAsync("/likely-duplicates?lang=ja");
        Assert.Contains("同じ活動の、時刻も人数も同じ回", page, StringComparison.Ordinal);
        Assert.Contains("/figures/youth", page, StringComparison.Ordinal);
        Assert.Contains("どれも別々の出来事として残す", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Told_apart_they_are_settled_and_undoing_it_opens_the_question_again()
    {
        var (api, one, two) = await TwiceAsync("apart");

        var told = await api.RecordAsync($$"""{"kind":"entries_told_apart","entries":["{{one}}","{{two}}"],"on":"2025-05-11"}""");
        Assert.Empty((await api.GetAsync("/likely-duplicates"))["likelyDuplicates"]!.AsArray());
        Assert.Equal(0, (int?)(await api.GetAsync("/figures/youth"))["underReview"]);
        Assert.Contains("No entries look like duplicates.", await api.PageAsync("/likely-duplicates?lang=en"), StringComparison.Ordinal);

        await api.UndoAsync(told);
        Assert.Single((await api.GetAsync("/likely-duplicates"))["likelyDuplicates"]!.AsArray());
    }

    [Fact]
    public async Task Telling_apart_what_is_not_there_is_refused()
    {
        var (api, one, _) = await TwiceAsync("unknown");

        var (status, problem) = await api.PostAsync("/entries", Api.Record(Guid.NewGuid(),
            $$"""{"kind":"entries_told_apart","entries":["{{one}}","{{Guid.NewGuid()}}"],"on":"2025-05-11"}"""));

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("entry-unknown", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_phones_with_the_same_count_agree()
    {
        var api = await Api.OpenedAsync(server, "duplicates", "agree");
        var session = Guid.NewGuid();
        await api.RecordAsync(Sentences.Session(session, "2025-05-10"), Sentences.Youth(session, 7));
        await api.RecordAsync(Sentences.Youth(session, 7));

        Assert.Equal(("computed", "7人"), await api.YouthAsync());
        Assert.Empty((await api.GetAsync("/conflicts"))["conflicts"]!.AsArray());
    }

    private async Task<(Api Api, Guid One, Guid Two)> TwiceAsync(string initiative)
    {
        var api = await Api.OpenedAsync(server, "duplicates", initiative);
        return (api, await api.SessionAsync("2025-05-10", 7), await api.SessionAsync("2025-05-10", 7));
    }
}
