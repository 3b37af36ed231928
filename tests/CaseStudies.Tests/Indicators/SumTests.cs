using System.Collections.Immutable;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;

namespace CaseStudies.Tests.Indicators;

public sealed class SumTests
{
    internal static readonly Show Visits = new(Counted.Attendances, new("人", "people"));

    internal static readonly Sum Youth = new(
        new("participants_counted", ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty
            .Add("scheme", ["audience"]).Add("group", ["youth"]).Add("unit", ["people"])), "count");

    [Fact]
    public void Adds_the_counts_of_one_group_and_says_which()
    {
        var history = Opened()
            .Given(new SessionHeld(Session(1), S("cafe"), D("2025-05-10")), new ParticipantsCounted(Session(1), S("audience"), S("youth"), 4))
            .Given(new SessionHeld(Session(2), S("cafe"), D("2025-06-10")), new ParticipantsCounted(Session(2), S("audience"), S("youth"), 5),
                new ParticipantsCounted(Session(2), S("audience"), S("residents"), 9));

        var figure = history.Compute(Youth, Visits);

        Assert.Equal("9人", figure.Shown?.Ja);
        Assert.Equal("9 = 4 + 5", figure.Derivation.Arithmetic?.Ja);
        Assert.Equal([LeftOutRule.OtherValue], figure.Derivation.Parts.Single().LeftOut.Select(l => l.Rule));
    }

    [Fact]
    public void Rival_counts_of_one_session_make_a_range()
    {
        var history = Opened()
            .Given(new SessionHeld(Session(1), S("cafe"), D("2025-05-10")), new ParticipantsCounted(Session(1), S("audience"), S("youth"), 4))
            .Given(new ParticipantsCounted(Session(1), S("audience"), S("youth"), 6));

        var figure = history.Compute(Youth, Visits);

        Assert.Equal((FigureStatus.Contested, "4〜6人"), (figure.Status, figure.Shown?.Ja));
    }

    [Fact]
    public void A_definition_survives_JSON()
    {
        var indicator = new Indicator(T("若者"), Youth, Visits, new(Month: new(2025, 12)));

        var json = JsonSerializer.Serialize(indicator, DomainJson.Options);

        Assert.Equal("""{"label":{"ja":"若者","en":"若者"},"formula":{"op":"sum","of":{"kind":"participants_counted","where":{"group":["youth"],"scheme":["audience"],"unit":["people"]}},"quantity":"count"},"show":{"counts":"attendances","unit":{"ja":"人","en":"people"},"decimals":0,"percent":false,"rounding":"half-up"},"when":{"month":"2025-12"},"headline":false}""", json);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<Indicator>(json, DomainJson.Options), DomainJson.Options));
    }
}
