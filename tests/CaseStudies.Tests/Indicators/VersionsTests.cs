using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Tests.Indicators;

/// <summary>A figure names the version of the definition that governs its period, and tells where another version governs a part of it.</summary>
public sealed class VersionsTests
{
    private static readonly Indicator s_heads = new(T("延べ"), Heads(), Visits);
    private static readonly Indicator s_sessions = new(T("回数"), CountOf("session_held"), Sessions);
    private static readonly Period s_year = Period.FiscalYear(2025);
    private static readonly Period s_firstHalf = new(D("2025-04-01"), D("2025-09-30"));
    private static readonly Period s_secondHalf = new(D("2025-10-01"), D("2026-03-31"));

    /// <summary>Version 1 counts nine heads; version 2, from 1 October, one session.</summary>
    private static History Revised(string on = "2025-10-01") => OneSession(9).Given(
        new IndicatorAdopted(S("a"), s_heads, D("2025-04-01")), new IndicatorRevised(S("a"), 2, s_sessions, D(on), T("変更")));

    [Fact]
    public void A_period_that_spans_a_change_says_so_and_gives_both_values()
    {
        var figure = Asked(Revised(), s_year);

        Assert.Equal((2, "1回"), (figure.Version, figure.Shown?.Ja));
        Assert.Equal([(1, D("2025-04-01"), "9人")], figure.OtherVersions.Select(o => (o.Version, o.From, o.Shown?.Ja)));
        Assert.Equal(
            [
                "The definition changed to version 2 on 1 October 2025. This figure counts the whole period by version 2.",
                "Counted by version 1, the same period gives \"9 people\".",
            ],
            figure.NotesIn(Language.En));
    }

    [Fact]
    public void The_number_of_a_withdrawn_version_is_not_given_to_another()
    {
        var history = OneSession(9).Given(new IndicatorAdopted(S("a"), s_heads, D("2025-04-01")));
        history.Withdraw(history.Record(new IndicatorRevised(S("a"), 2, s_sessions, D("2025-10-01"), T("変更"))));

        Assert.Equal("indicator-version-out-of-order",
            history.Decide(new RecordFacts(history.NextCommand(), [new IndicatorRevised(S("a"), 2, s_heads, D("2025-10-01"), T("別"))])).Refusal?.Code);
        history.Given(new IndicatorRevised(S("a"), 3, s_sessions, D("2025-10-01"), T("変更")));
        Assert.Equal([1, 3], DefinitionHistory.Find(history.Book(), S("a"))!.Versions.Select(v => v.Version));
    }

    [Fact]
    public void A_withdrawn_version_comes_back_by_an_undo_and_keeps_no_adoption_from_being_withdrawn()
    {
        var history = OneSession(9);
        var adoption = history.Record(new IndicatorAdopted(S("a"), s_heads, D("2025-04-01")));
        var revision = history.Record(new IndicatorRevised(S("a"), 2, s_sessions, D("2025-10-01"), T("変更")));
        var withdrawal = history.NextCommand();
        history.Withdraw(revision);

        Assert.Null(history.Decide(new WithdrawEntry(withdrawal, adoption, new(ReasonCode.EnteredByMistake))).Refusal);
        history.Undo(history.Events[^1].Provenance.Command);
        Assert.Equal([1, 2], DefinitionHistory.Find(history.Book(), S("a"))!.Versions.Select(v => v.Version));
        Assert.NotNull(history.Decide(new WithdrawEntry(withdrawal, adoption, new(ReasonCode.EnteredByMistake))).Refusal);
    }

    [Fact]
    public void Each_half_is_governed_by_one_version_alone()
    {
        var (first, second) = (Asked(Revised(), s_firstHalf), Asked(Revised(), s_secondHalf));

        Assert.Equal((1, 0, 0, 2, 0, 0), (first.Version, first.OtherVersions.Length, first.Derivation.Notes.Length, second.Version, second.OtherVersions.Length,
            second.Derivation.Notes.Length));
    }

    [Fact]
    public void Either_version_can_be_asked_for_over_any_period()
    {
        var book = Revised().Book();
        var history = DefinitionHistory.Find(book, S("a"))!;

        var figure = Figures.Compute(history.Version(2)!, book, s_firstHalf);

        Assert.Equal((2, "1回", null), (figure.Version, figure.Shown?.Ja, history.Version(3)));
        Assert.Equal([(1, "9人")], figure.OtherVersions.Select(o => (o.Version, o.Shown?.Ja)));
        Assert.Equal("Version 1 of the definition governs this period. This figure is counted by version 2, as asked.", figure.NotesIn(Language.En).First());
    }

    [Fact]
    public void A_revision_from_the_day_of_adoption_governs_the_days_before_it_too() => Assert.Equal((2, 0),
        (Asked(Revised("2025-04-01"), new(D("2025-01-01"), D("2025-12-31"))).Version, Asked(Revised("2025-04-01"), s_year).OtherVersions.Length));

    [Fact]
    public void The_highest_version_of_those_that_apply_governs_whatever_the_order_of_their_days()
    {
        var history = Revised().Given(new IndicatorRevised(S("a"), 3, s_heads, D("2025-07-01"), T("変更")));

        var figure = Asked(history, s_year);

        Assert.Equal((3, "1"), (figure.Version, string.Join(' ', figure.OtherVersions.Select(o => o.Version))));
    }

    [Fact]
    public void Days_before_the_adoption_are_counted_and_said_to_be()
    {
        var figure = Asked(OneSession(9).Given(new IndicatorAdopted(S("a"), s_heads, D("2025-10-01"))), s_year);

        Assert.Equal(("9人", "This indicator was adopted on 1 October 2025. Earlier entries are counted by the same definition."),
            (figure.Shown?.Ja, figure.NotesIn(Language.En).Single()));
    }

    [Fact]
    public void An_indicator_that_was_retired_stays_in_the_period_of_its_retirement()
    {
        var history = OneSession(9).Given(new IndicatorAdopted(S("a"), s_heads, D("2025-04-01")), new IndicatorRetired(S("a"), D("2026-01-10")));

        var figure = Asked(history, s_year);

        Assert.Equal(("9人", "This indicator was retired on 10 January 2026. Entries after that day, if there are any, are counted too."),
            (figure.Shown?.Ja, figure.NotesIn(Language.En).Single()));
        Assert.Empty(Figures.Adopted(history.Book(), Period.FiscalYear(2026)));
    }

    [Fact]
    public void An_indicator_that_was_retired_on_the_first_day_of_a_period_is_not_in_it() => Assert.Empty(Figures.Adopted(
        OneSession(9).Given(new IndicatorAdopted(S("a"), s_heads, D("2025-04-01")), new IndicatorRetired(S("a"), D("2025-10-01"))).Book(), s_secondHalf));

    [Fact]
    public void A_definition_is_never_corrected_under_its_version_number()
    {
        var history = OneSession(9);
        var adopted = history.Record(new IndicatorAdopted(S("a"), s_heads, D("2025-04-01")));
        var revised = history.Record(new IndicatorRevised(S("a"), 2, s_sessions, D("2025-10-01"), T("変更")));

        Assert.Equal(["definition-is-revised", "definition-is-revised"],
            [
                Correcting(history, adopted, new IndicatorAdopted(S("a"), s_sessions, D("2025-04-01"))),
                Correcting(history, revised, new IndicatorRevised(S("a"), 2, s_heads, D("2025-10-01"), T("変更"))),
            ]);
    }

    [Fact]
    public void The_day_and_the_reason_of_a_revision_can_be_corrected()
    {
        var history = OneSession(9);
        history.Record(new IndicatorAdopted(S("a"), s_heads, D("2025-04-01")));
        var revised = history.Record(new IndicatorRevised(S("a"), 2, s_sessions, D("2025-10-01"), T("変更")));

        Assert.Null(Correcting(history, revised, new IndicatorRevised(S("a"), 2, s_sessions, D("2026-04-01"), T("来年度から"))));
    }

    private static string? Correcting(History history, EntryId entry, InitiativeFact replacement) =>
        history.Decide(new CorrectEntry(history.NextCommand(), entry, replacement, new(ReasonCode.Other))).Refusal?.Code;

    private static Figure Asked(History history, Period period)
    {
        var book = history.Book();
        return Figures.Compute(Figures.Adopted(book, period).Single(), book, period);
    }
}
