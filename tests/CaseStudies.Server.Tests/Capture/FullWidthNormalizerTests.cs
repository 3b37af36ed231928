using System.Text.Json.Nodes;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.Capture;

public sealed class FullWidthNormalizerTests(HostileServer server) : IClassFixture<HostileServer>
{
    [Theory]
    [InlineData("１２．５", "12.5"), InlineData("　12.5　", "12.5"), InlineData("－３", "-3"), InlineData("−3", "-3"), InlineData("２０２５-０４-０１", "2025-04-01")]
    [InlineData("2025ー04ー01 ", "2025-04-01"), InlineData("１３：３０：００", "13:30:00")]
    [InlineData("１，２００", "1,200"), InlineData("1 2", null), InlineData("12.5", null), InlineData("十二", null)]
    public void Signs_of_full_width_become_plain_and_nothing_is_guessed(string sent, string? plain) => Assert.Equal(plain, FullWidthNormalizer.Plain(sent));

    [Fact]
    public async Task Numbers_days_and_times_are_understood_and_texts_stay_as_they_were_sent()
    {
        var session = Guid.NewGuid();
        var body = HostileServer.Record(
            JsonNode.Parse($$$"""
                {"kind":"session_held","session":"{{{session}}}","strand":"cafe","on":"２０２５－１０－１８","start":"１３：３０：００",
                "title":{"ja":"第２回　収穫","en":"２nd harvest"}}
                """)!,
            JsonNode.Parse("""{"kind":"quantity_observed","quantity":"harvest","value":" １２．５ ","unit":"kg","on":"2025‐10‐18"}""")!);

        var recorded = await server.PostAsync(HostileServer.Alpha + "/entries", body.ToJsonString());

        Assert.True(recorded.Status == 201, recorded.Body);
        var held = await FactAsync("session_held");
        Assert.Equal(("2025-10-18", "13:30:00", "第２回　収穫", "２nd harvest"),
            ((string)held["on"]!, (string)held["start"]!, (string)held["title"]!["ja"]!, (string)held["title"]!["en"]!));
        var observed = await FactAsync("quantity_observed");
        Assert.Equal(("2025-10-18", "12.5"), ((string)observed["on"]!, (string)observed["value"]!));
        Assert.Equal(201, (await server.PostAsync(HostileServer.Alpha + "/entries", body.ToJsonString())).Status);
    }

    [Theory, InlineData("\"１４\"", 14), InlineData("\"14\"", 14), InlineData("\" １４ \"", 14), InlineData("\"０\"", 0), InlineData("14", 14)]
    public async Task A_count_in_quotation_marks_is_the_number_that_its_digits_say(string count, int understood)
    {
        var body = HostileServer.Record([HostileServer.Examples.Act("session_held")[0], HostileServer.Examples.Act("participants_counted")[0],
            .. HostileServer.Examples.Act("survey_tallied")]);
        var session = Guid.NewGuid().ToString();
        (body["facts"]![0]!["session"], body["facts"]![1]!["session"], body["facts"]![1]!["count"]) = (session, session, JsonNode.Parse(count));
        var tally = body["facts"]!.AsArray()[^1]!;
        tally["respondents"] = "１５";
        var (item, answer) = (tally["tallies"]!.AsObject().First(), tally["tallies"]!.AsObject().First().Value!.AsObject().First().Key);
        item.Value![answer] = JsonNode.Parse(count);

        var recorded = await server.PostAsync(HostileServer.Alpha + "/entries", body.ToJsonString());

        Assert.True(recorded.Status == 201, recorded.Body);
        var counted = JsonNode.Parse((await server.GetAsync($"{HostileServer.Alpha}/entries?kind=participants_counted")).Body)!["entries"]!.AsArray()
            .Select(e => e!["fact"]!).Single(f => (string)f["session"]! == session);
        Assert.Equal(understood, (int)counted["count"]!);
        var tallied = JsonNode.Parse((await server.GetAsync($"{HostileServer.Alpha}/entries?kind=survey_tallied")).Body)!["entries"]!.AsArray()
            .Select(e => e!["fact"]!).Single(f => (string)f["instrument"]! == (string)tally["instrument"]!);
        Assert.Equal((15, understood), ((int)tallied["respondents"]!, (int)tallied["tallies"]![item.Key]![answer]!));
    }

    [Theory, InlineData("１４人"), InlineData("14.0"), InlineData("014"), InlineData("1,400"), InlineData("十四"), InlineData(""), InlineData("99999999999")]
    public async Task What_is_more_than_digits_is_refused_with_the_true_limits(string count)
    {
        var fact = HostileServer.Examples.Act("participants_counted")[0];
        fact["count"] = count;

        var problem = await server.RefusedAsync(count, () => new(HttpMethod.Post, HostileServer.Alpha + "/entries"),
            HostileServer.Utf8(HostileServer.Record(fact).ToJsonString()), expected: 400);

        Assert.Equal("/facts/0/count", (string)problem!["pointer"]!);
        Assert.Contains("0 から 1000000 までの整数を、数字だけで", (string)problem["ja"]!, StringComparison.Ordinal);
    }

    private async Task<JsonNode> FactAsync(string kind) =>
        JsonNode.Parse((await server.GetAsync($"{HostileServer.Alpha}/entries?kind={kind}")).Body)!["entries"]!.AsArray().Select(e => e!["fact"]!)
            .Single(f => (string)f["on"]! == "2025-10-18");

    [Theory]
    [InlineData("strand", "ｃａｆｅ"), InlineData("strand", " cafe"), InlineData("session", "６f1c1b5e-6a0e-4f57-9a56-0f6a51c0d7a1"), InlineData("venue", "１")]
    public async Task Ids_are_never_changed(string member, string value)
    {
        var fact = HostileServer.Examples.Act("session_held")[0];
        fact[member] = value;

        var problem = await server.RefusedAsync(value, () => new(HttpMethod.Post, HostileServer.Alpha + "/entries"),
            HostileServer.Utf8(HostileServer.Record(fact).ToJsonString()), expected: 400);

        Assert.Equal($"/facts/0/{member}", (string)problem!["pointer"]!);
    }

    [Fact]
    public async Task A_refusal_of_one_fact_of_many_points_at_it_and_speaks_the_readers_language()
    {
        var counted = HostileServer.Examples.Act("participants_counted")[0];
        counted["count"] = -1;
        var body = HostileServer.Utf8(
            HostileServer.Record([.. HostileServer.Examples.Act("milestone_reached"), .. HostileServer.Examples.Act("milestone_reached"), counted])
                .ToJsonString());
        HttpRequestMessage Asked(string language) => new(HttpMethod.Post, HostileServer.Alpha + "/entries") { Headers = { { "Accept-Language", language } } };

        var (ja, en) = (JsonNode.Parse((await server.SendAsync(Asked("ja"), body)).Body)!,
            JsonNode.Parse((await server.SendAsync(Asked("en-GB,en;q=0.9"), body)).Body)!);

        Assert.Equal(("/facts/2", "count-out-of-range"), ((string)ja["pointer"]!, (string)ja["code"]!));
        Assert.Equal(((string)ja["ja"]!, (string)ja["en"]!), ((string)ja["title"]!, (string)en["title"]!));
    }
}
