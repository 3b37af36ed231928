using System.Net;
using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Import;
using NodaTime;
using static CaseStudies.Server.Tests.Capture.ClosedYear;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>Whatever changes a figure of a closed year, from within or from outside, is told at once, beforehand and in the list: the same each time.</summary>
public sealed class ClosedYearTests : IClassFixture<ServerFixture>
{
    private const string AskedMapping =
        """
        {"kind":"events","fact":"consultation_received","columns":[{"as":"row-id","header":"番号"},{"as":"member","member":"on","header":"日付"},
        {"as":"member","member":"channel","header":"方法"}]}
        """;

    private readonly ServerFixture _server;

    public ClosedYearTests(ServerFixture server)
    {
        _server = server;
        if (server.Clock.GetCurrentInstant() < Instant.FromUtc(2026, 7, 10, 0, 0))
            server.Clock.Reset(Instant.FromUtc(2026, 7, 10, 0, 0)); // every cut-off has passed
    }

    public static TheoryData<string, string> Outside => new()
    {
        { "earlier wave of a paired change", Answered(1, "before", "never", "2024-06-01") },
        { "later leaving in a cohort", Left(1, "2026-05-01") },
        { "target", Target(7, "2025-12-01") },
        { "merge", Merged(1, 2) },
        { "session of the year before", Sentences.Session(Guid.NewGuid(), "2024-05-10") },
        { "name of a partner", Linked("市役所", "2026-05-01") },
    };

    [Theory]
    [MemberData(nameof(Outside))]
    public async Task An_act_that_changes_a_figure_of_a_closed_year_is_announced_told_and_listed(string what, string fact)
    {
        var api = await OpenedAsync(_server, "closed-years", what.Replace(' ', '-'));
        await api.CloseAsync();
        var before = await api.FiguresAsync();
        var sent = Api.Record(Guid.NewGuid(), fact);

        var announced = await api.EffectsAsync("record", JsonNode.Parse(sent)!);
        var first = await api.PostAsync("/entries", sent);
        var closing = (await api.ClosingsAsync()).Single();
        var after = await api.FiguresAsync();

        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Equal([$"{Year} #1 1"], Restates(JsonNode.Parse(first.Body)!));
        Assert.Equal([$"{Year} #1 1"], Restates(announced));
        var change = closing["changes"]!.AsArray().Single()!;
        Assert.Equal(("restatement", (string)JsonNode.Parse(sent)!["command"]!), ((string)change["as"]!, (string)change["command"]!));
        Assert.Equal("2025-04-01", (string)change["restates"]!.AsArray().Single()!["from"]!);
        Assert.NotEmpty(closing["figures"]!.AsArray());
        Assert.True(JsonNode.DeepEquals(closing["figures"], announced["restates"]![0]!["figures"]));
        Assert.Equal(
            before.Keys.Where(k => before[k] != after[k]).Order(), closing["figures"]!.AsArray().Select(f => (string)f!["indicator"]!).Order());
        Assert.Equal(first.Body, (await api.PostAsync("/entries", sent)).Body);
    }

    [Fact]
    public async Task What_the_new_year_brings_restates_nothing()
    {
        var api = await OpenedAsync(_server, "closed-years", "new-year");
        await api.CloseAsync();
        var session = Guid.NewGuid();
        string[] facts =
            [Sentences.Session(session, "2026-07-03"), Sentences.Youth(session, 9), Attended(3, session), Asked("2026-07-03"), Target(9, "2026-07-01")];
        var sent = Api.Record(Guid.NewGuid(), facts);
        Assert.Empty(Restates(await api.EffectsAsync("record", JsonNode.Parse(sent)!)));
        Assert.DoesNotContain("restates", (await api.PostAsync("/entries", sent)).Body, StringComparison.Ordinal);
        Assert.Empty((await api.ClosingsAsync()).Single()["changes"]!.AsArray());
    }

    [Fact]
    public async Task Closings_are_numbered_and_reopening_empties_no_list()
    {
        var api = await OpenedAsync(_server, "closed-years", "numbered");
        await api.CloseAsync();
        await api.RecordAsync(Sentences.Youth(Session, 1, "morning"));
        await api.ReopenAsync();
        await api.RecordAsync(Sentences.Youth(Session, 2, "noon"));
        await api.CloseAsync();
        await api.RecordAsync(Sentences.Youth(Session, 3, "night"));

        var closings = await api.ClosingsAsync();
        Assert.Equal([1, 2], closings.Select(c => (int)c["number"]!));
        Assert.NotNull(closings[0]["reopened"]);
        Assert.Null(closings[1]["reopened"]);
        Assert.Equal(["restatement", "revision", "restatement"], closings[0]["changes"]!.AsArray().Select(c => (string)c!["as"]!));
        Assert.Equal((2, 1), ((int)closings[0]["restatements"]!, (int)closings[0]["revisions"]!));
        Assert.Equal(["restatement"], closings[1]["changes"]!.AsArray().Select(c => (string)c!["as"]!));
        Assert.Equal(("5人", "11人"), Shown(closings[0], "youth"));
        Assert.Equal(("8人", "11人"), Shown(closings[1], "youth"));

        // What stood on the period before is still there: the numbers of the closing that stands.
        var period = (await api.GetAsync("/restatements"))["periods"]!.AsArray().Single()!;
        Assert.Equal(("closed", 1, 1), ((string)period["state"]!, (int)period["restatements"]!, period["changes"]!.AsArray().Count));
        // As known before the second closing.
        var then = (await api.GetAsync($"/restatements?version={(int)closings[1]["version"]! - 1}"))["periods"]!.AsArray().Single()!;
        Assert.Equal(2, then["closings"]!.AsArray().Single()!["changes"]!.AsArray().Count);
    }

    [Fact]
    public async Task The_file_of_changes_names_the_same_periods()
    {
        var api = await OpenedAsync(_server, "closed-years", "file");
        await api.CloseAsync();
        await api.RecordAsync(Left(1, "2026-05-01"));
        var changes = (await api.GetAsync("/changes"))["changes"]!.AsArray();
        Assert.Equal([(int)changes[^1]!["version"]!], changes.Where(c => c!["restates"]!.AsArray().Count > 0).Select(c => (int)c!["version"]!));
    }

    [Fact]
    public async Task A_batch_and_an_undo_are_told_too()
    {
        var api = await OpenedAsync(_server, "closed-years", "batch");
        await api.CloseAsync();
        var (left, asked) = (Guid.NewGuid(), Guid.NewGuid());
        using var http = _server.Host.Server.CreateClient();
        foreach (var mode in (string[])["each", "all"])
        {
            var results = await Batches.SendAsync(http, "closed-years", Batches.Of(mode,
                ("batch", "record", Batches.Record(left, Left(1, "2026-05-01"))), ("batch", "record", Batches.Record(asked, Asked("2026-07-01")))));
            Assert.Equal([$"{Year} #1 1"], Restates(results[0]!["recorded"]!));
            Assert.Empty(Restates(results[1]!["recorded"]!));
        }

        var undo = JsonNode.Parse($$$"""{"command":"{{{Guid.NewGuid()}}}","reason":{"code":"other"}}""")!.AsObject();
        var announced = undo.DeepClone().AsObject();
        announced["act"] = left.ToString();
        Assert.Equal([$"{Year} #1 1"], Restates(await api.EffectsAsync("undo", announced)));
        var (_, undone) = await api.PostAsync($"/acts/{left}/undo", undo.ToJsonString());
        Assert.Equal([$"{Year} #1 1"], Restates(JsonNode.Parse(undone)!));
        var closing = (await api.ClosingsAsync()).Single();
        Assert.Equal(2, closing["changes"]!.AsArray().Count);
        Assert.Empty(closing["figures"]!.AsArray());
    }

    [Fact]
    public async Task An_import_is_told_in_the_dry_run_the_commit_and_the_list()
    {
        var api = await OpenedAsync(_server, "closed-years", "import");
        await api.CloseAsync();
        var imports = new ImportApi(_server, "closed-years", "import");
        // Two of the year before, with which the closed year is compared; one of the closed year; one of the new year.
        var file = ImportApi.Csv("番号,日付,方法", "1,2024-05-10,phone", "2,2024-06-11,visit", "3,2025-07-01,phone", "4,2026-05-01,phone");
        var (import, announced) = (Guid.NewGuid(), await imports.DryRunAsync(file, AskedMapping));
        Assert.Equal([$"{Year} #1 3"], Restates(announced.Body));
        Assert.Equal("asked", (string)announced.Body["restates"]![0]!["figures"]!.AsArray().Single()!["indicator"]!);

        var committed = await imports.SendCommitAsync(file, announced, import, AskedMapping);
        Assert.Equal("completed", (string)committed.Body["state"]!);
        Assert.Equal([$"{Year} #1 3"], Restates(committed.Body));
        Assert.Equal([$"{Year} #1 3"], Restates((await imports.SendCommitAsync(file, announced, import, AskedMapping)).Body));
        Assert.Equal([$"{Year} #1 3"], Restates(await imports.ProgressAsync(import)));
        var closing = (await api.ClosingsAsync()).Single();
        Assert.Equal(["2024-05-10", "2024-06-11", "2025-07-01"], closing["changes"]!.AsArray().Select(c => (string)c!["onAfter"]!).Order());
        Assert.True(JsonNode.DeepEquals(closing["figures"], announced.Body["restates"]![0]!["figures"]));

        // Of the new year only.
        var next = ImportApi.Csv("番号,日付,方法", "5,2026-05-02,phone");
        announced = await imports.DryRunAsync(next, AskedMapping);
        Assert.Empty(Restates(announced.Body));
        Assert.Null((await imports.SendCommitAsync(next, announced, Guid.NewGuid(), AskedMapping)).Body["restates"]);
    }

    private static (string, string) Shown(JsonNode closing, string indicator) =>
        closing["figures"]!.AsArray().Single(f => (string)f!["indicator"]! == indicator) is { } figure
            ? ((string)figure["from"]!["shown"]!["ja"]!, (string)figure["to"]!["shown"]!["ja"]!)
            : default;
}
