using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

public sealed class SumTests
{
    private static readonly Sum s_youth = Heads(("group", "youth"));

    [Fact]
    public void Adds_the_counts_of_one_group_and_says_which()
    {
        var figure = Opened().Given(Held(1, "2025-05-10"), Youth(1, 4))
            .Given(Held(2, "2025-06-10"), Youth(2, 5), new ParticipantsCounted(Session(2), S("audience"), S("residents"), 9))
            .Compute(s_youth, Visits);

        Assert.Equal((FigureStatus.Computed, "9人", "9 people", "9 = 4 + 5"), figure.Told());
        Assert.Equal(("4 5", "OtherValue:group"), figure.Part("value"));
    }

    [Fact]
    public void A_total_over_the_groups_of_one_scheme_leaves_other_schemes_out()
    {
        var figure = Opened().Given(Held(1, "2025-05-10"), Youth(1, 4), new ParticipantsCounted(Session(1), S("audience"), S("residents"), 9),
            new ParticipantsCounted(Session(1), S("sex"), S("women"), 7)).Compute(Heads(), Visits);

        Assert.Equal(("13人", "OtherValue:scheme"), (figure.Shown?.Ja, figure.Part("value").LeftOut));
    }

    [Fact]
    public void Pairs_are_not_people()
    {
        var figure = Opened().Given(Held(1, "2025-05-10"), Youth(1, 4), Youth(1, 3) with { Unit = HeadUnit.Pairs }).Compute(Heads(), Visits);

        Assert.Equal(("4人", "OtherValue:unit"), (figure.Shown?.Ja, figure.Part("value").LeftOut));
    }

    [Fact]
    public void Zero_is_a_fact() =>
        Assert.Equal((FigureStatus.Computed, "0人", "0 people", "0 = 0"), Opened().Given(Held(1, "2025-05-10"), Youth(1, 0)).Compute(s_youth, Visits).Told());

    [Fact]
    public void Absence_is_not_zero() =>
        Assert.Equal((FigureStatus.NoData, null, null, null), Opened().Given(Held(1, "2025-05-10")).Compute(s_youth, Visits).Told());

    [Fact]
    public void Rival_counts_of_one_session_are_one_term_with_two_bounds()
    {
        var figure = Opened().Given(Held(1, "2025-05-10"), Youth(1, 4)).Given(Youth(1, 6)).Given(Held(2, "2025-06-10"), Youth(2, 5)).Compute(s_youth, Visits);

        Assert.Equal((FigureStatus.Contested, "9〜11人", "9–11 people", "9–11 = 4–6 + 5"), figure.Told());
        Assert.Equal(["2025年5月10日の人数が食い違っています(4 / 6)。正しくないほうを取り消してください。"], figure.NotesIn(Language.Ja));
    }

    [Fact]
    public void A_withdrawn_rival_settles_it()
    {
        var history = Opened().Given(Held(1, "2025-05-10"), Youth(1, 4));
        history.Withdraw(history.Record(Youth(1, 6)));

        Assert.Equal((FigureStatus.Computed, "4人", "4 people", "4 = 4"), history.Compute(s_youth, Visits).Told());
    }

    [Fact]
    public void Parts_of_one_session_add() => Assert.Equal("10 = 4 + 6",
        Opened().Given(Held(1, "2025-05-10"), Youth(1, 4, "morning"), Youth(1, 6, "afternoon")).Compute(s_youth, Visits).Derivation.Arithmetic?.Ja);

    [Fact]
    public void Rivals_in_one_part_leave_the_other_part_alone() => Assert.Equal("8–10 = 4 + 4–6",
        Opened().Given(Held(1, "2025-05-10"), Youth(1, 4, "morning"), Youth(1, 4, "afternoon")).Given(Youth(1, 6, "afternoon"))
            .Compute(s_youth, Visits).Derivation.Arithmetic?.Ja);

    [Fact]
    public void Corrected_and_withdrawn_counts_are_left_out_by_name()
    {
        var history = Opened().Given(Held(1, "2025-05-10"));
        var corrected = history.Record(Youth(1, 4));
        history.Correct(corrected, Youth(1, 5));
        history.Withdraw(history.Record(Youth(1, 6, "evening")));

        Assert.Equal(("5", "Superseded Withdrawn"), history.Compute(s_youth, Visits).Part("value"));
    }

    [Fact]
    public void Counts_of_a_withdrawn_session_are_left_out()
    {
        var history = Opened();
        var session = history.Record(Held(1, "2025-05-10"));
        history.Given(Youth(1, 4)).Withdraw(session);

        Assert.Equal(("", "SessionNotInForce"), history.Compute(s_youth, Visits).Part("value"));
    }

    [Fact]
    public void Quantities_add_exactly()
    {
        var figure = Opened().Given(Harvest("0.1", "2025-07-01"), Harvest("0.2", "2025-07-02")).Compute(Harvested, Things with { Decimals = 2 });

        Assert.Equal((FigureStatus.Computed, "0.30kg", "0.30 kg", "0.30 = 0.1 + 0.2"), figure.Told());
    }

    [Fact]
    public void Equal_quantities_of_one_day_are_no_rivals() =>
        Assert.Equal("4kg", Opened().Given(Harvest("2", "2025-07-01"), Harvest("2", "2025-07-01")).Compute(Harvested, Things).Shown?.Ja);

    [Fact]
    public void A_long_sum_is_cut_and_says_how_many_terms_it_has()
    {
        var facts = Enumerable.Range(1, 90).Select(_ => (InitiativeFact)Harvest("1", "2025-07-01")).ToArray();

        Assert.EndsWith(" + 1 + … (90)", Opened().Given(facts).Compute(Harvested, Things).Derivation.Arithmetic?.Ja, StringComparison.Ordinal);
    }

    [Fact]
    public void A_definition_survives_JSON()
    {
        var indicator = new Indicator(T("若者"), s_youth, Visits, new(Month: new(2025, 12)));

        var json = JsonSerializer.Serialize(indicator, DomainJson.Options);

        Assert.Equal(
            """
            {"label":{"ja":"若者","en":"若者"},"formula":{"op":"sum","of":{"kind":"participants_counted",
            """
            + """
            "where":{"group":["youth"],"scheme":["audience"],"unit":["people"]}},"quantity":"count"},
            """
            + """
            "show":{"counts":"attendances","unit":{"ja":"人","en":"people"},"decimals":0,"percent":false,"rounding":"half-up"},"when":{"month":"2025-12"},
            """
            + """
            "headline":false}
            """, json);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<Indicator>(json, DomainJson.Options), DomainJson.Options));
    }
}
