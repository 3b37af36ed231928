using System.Net;
using System.Text.Json.Nodes;

namespace CaseStudies.Server.Tests.Read;

/// <summary>Over HTTP: a figure is never compared with a number in another unit, nor told in one.</summary>
public sealed class FigureUnitsTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string HeadsOfYouth =
        """{"op":"sum","of":{"kind":"participants_counted","where":{"scheme":["audience"],"group":["youth"],"unit":["people"]}},"quantity":"count"}""";

    [Theory]
    [InlineData("\"value\":\"5\"", "target-without-unit", "percent")]
    [InlineData("\"value\":\"0.8\",\"unit\":\"percent\"", "target-below-one-percent", "80")]
    public async Task A_target_that_could_be_misread_is_refused_and_says_what_to_write(string stated, string code, string advice)
    {
        var api = await Api.OpenedAsync(server, "units", $"t-{Guid.NewGuid():n}"[..20]);
        var fact = "{\"kind\":\"target_set\",\"target\":\"t\",\"comparison\":\"at-least\",\"on\":\"2025-04-01\"," + stated + "}";

        var (status, body) = await api.PostAsync("/entries", Api.Record(Guid.NewGuid(), fact));

        var problem = JsonNode.Parse(body)!;
        Assert.Equal((HttpStatusCode.UnprocessableEntity, code), (status, (string?)problem["code"]));
        Assert.Contains(advice, (string?)problem["en"], StringComparison.Ordinal);
        Assert.Contains(advice, (string?)problem["ja"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"op":"ratio","of":{"op":"distinct","of":[{"kind":"person_attended"}],"by":"person"},"to":{"op":"count","of":{"kind":"session_held"}}}""",
        "only like divided by like")]
    [InlineData(
        """
        {"op":"ratio","of":{"op":"distinct","of":[{"kind":"person_attended"}],"by":"person"},
        "to":{"op":"distinct","of":[{"kind":"person_enrolled"}],"by":"person"}}
        """, "does not count share")]
    public async Task A_percentage_of_unlike_things_and_a_share_that_is_none_are_not_adopted(string formula, string why)
    {
        var api = await Api.OpenedAsync(server, "units", $"s-{Guid.NewGuid():n}"[..20]);

        var (status, body) = await api.PostAsync("/entries", Api.Record(Guid.NewGuid(), Adopted("use", formula, "share", "%", ",\"percent\":true")));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "indicator-invalid"), (status, (string?)JsonNode.Parse(body)!["code"]));
        Assert.Contains(why, (string?)JsonNode.Parse(body)!["en"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_in_another_unit_is_shown_and_not_judged()
    {
        var api = await Api.OpenedAsync(server, "units", "households");
        await api.SessionAsync("2025-05-10", 9);
        await api.RecordAsync(
            """{"kind":"target_set","target":"homes","comparison":"at-least","value":"5","unit":"households","on":"2025-04-01"}""",
            Adopted("visits", HeadsOfYouth, "attendances", "people", "", ",\"target\":\"homes\""));

        var figure = await api.GetAsync("/figures/visits");
        var page = await api.PageAsync("/figures/visits?lang=en");

        Assert.Null(figure["target"]);
        Assert.Contains("The target is in households, which is not the unit of this figure, so the two are not compared.",
            figure["derivation"]!["notes"]!.AsArray().Select(n => (string)n!["en"]!));
        Assert.Contains("at least 5 households", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Achievement_is_a_figure_with_its_target_in_the_derivation()
    {
        var api = await Api.OpenedAsync(server, "units", "achieved");
        await api.SessionAsync("2025-05-10", 9);
        await api.RecordAsync(
            """{"kind":"target_set","target":"visits","comparison":"at-least","value":"12","unit":"people","on":"2025-04-01"}""",
            Adopted("reached", $$"""{"op":"achievement","of":{{HeadsOfYouth}},"target":"visits"}""", "achievement", "%", ",\"percent\":true"));

        var figure = await api.GetAsync("/figures/reached");

        Assert.Equal(("75%", "75% = 9 ÷ 12"), ((string?)figure["shown"]!["en"], (string?)figure["derivation"]!["arithmetic"]!["en"]));
        Assert.Contains("Targets", await api.PageAsync("/figures/reached?lang=en"), StringComparison.Ordinal);
    }

    private static string Adopted(string key, string formula, string counts, string unit, string shown, string more = "") =>
        "{\"kind\":\"indicator_adopted\",\"indicator\":\"" + key + "\",\"on\":\"2025-04-01\",\"definition\":{\"label\":{\"ja\":\"数\",\"en\":\"Number\"},"
        + "\"formula\":" + formula + ",\"show\":{\"counts\":\"" + counts + "\",\"unit\":{\"ja\":\"" + (unit == "people" ? "人" : unit)
        + "\",\"en\":\"" + unit + "\"}" + shown + "}" + more + "}}";
}
