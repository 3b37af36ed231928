using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

/// <summary>Session by session, key by key, week by week; names, hours and lengths.</summary>
public sealed class GroupTests
{
    private static readonly Show s_countries = new(Counted.Things, new("か国", "countries"));

    private static AttributeRecorded Roots(int session, string country) => new(S("roots"), S(country), Session: Session(session));

    private static PerSession Countries(Take take) => new(new Distinct([Of("attribute_recorded", ("attribute", "roots"))], "value"), Of("session_held"), take);

    private static History Marche => Opened().Given(Held(1, "2025-05-10")).Given(Held(2, "2025-11-08"))
        .Given(Roots(1, "nepal"), Roots(1, "nepal"), Roots(2, "nepal"), Roots(2, "peru"));

    [Fact]
    public void The_largest_session_is_named()
    {
        var figure = Marche.Compute(Countries(Take.Maximum), s_countries);

        Assert.Equal((FigureStatus.Computed, "2か国", "2 countries", "2 = 各回の最大(2025年5月10日: 1, 2025年11月8日: 2)、最大は2025年11月8日"), figure.Told());
        Assert.Equal(("1 0", ""), figure.Part($"session:{Session(1)}"));
    }

    [Fact]
    public void A_session_without_an_entry_is_missing_and_not_zero()
    {
        var figure = Marche.Given(Held(3, "2025-12-06")).Compute(Countries(Take.Range), s_countries);

        Assert.Equal(("1〜2か国", "2025年12月6日の記録がありません。"), (figure.Shown?.Ja, figure.NotesIn(Domain.Language.Ja).Single()));
    }

    [Fact]
    public void A_record_lies_above_what_it_is_held_against()
    {
        var show = s_countries with { Approximately = new(Approximator.KakoSaita, 1) };
        var history = Marche.Given(new BaselineRecorded(S("last-year"), 1, S("country"), T("前年"), D("2025-04-01")));
        Figure Record(History h) =>
            Figures.Compute(new(S("f"), 1, new(T("f"), Countries(Take.Maximum), show, Against: [new(AgainstWhat.Baseline, S("last-year"))])), h.Book(),
                Period.FiscalYear(2025));

        Assert.Equal("過去最多の2か国", Record(history).Shown?.Ja);
        Assert.Equal(FigureStatus.Blocked, Record(history.Given(new BaselineRecorded(S("last-year"), 2, S("country"), T("前年"), D("2025-05-01")))).Status);
        Assert.Equal(FigureStatus.Blocked, Record(Marche).Status);
    }

    [Fact]
    public void Threads_are_told_apart()
    {
        NoteExchanged Note(string thread, int person) => new(S(thread), P(person), D("2025-06-01"));
        var figure = Opened().Given(Note("book-1", 1), Note("book-1", 2), Note("book-1", 1), Note("book-2", 3))
            .Compute(new PerKey(PeopleIn("note_exchanged"), "thread", Take.Maximum), People);

        Assert.Equal(("2人", "2 = それぞれの最大(book-1: 2, book-2: 1)、最大はbook-1"), (figure.Shown?.Ja, figure.Derivation.Arithmetic?.Ja));
    }

    [Fact]
    public void Names_stand_in_the_order_of_their_first_day()
    {
        var of = new Listed([Of("partner_linked")], "partner");
        var figure = Opened().Given(Linked("zoo", "2025-04-02")).Given(Linked("abc", "2025-05-02")).Given(Linked("zoo", "2025-06-02"))
            .Compute(of, new(Counted.Organisations, new("団体", "organisations"), Approximately: new(Approximator.Nado, 1)));

        Assert.Equal(("zoo、abcなど(2団体以上)", "zoo, abc and others (2 organisations or more)"), (figure.Shown?.Ja, figure.Shown?.En));
    }

    [Theory]
    [InlineData("2025-05-05", "1.0")] // Monday: one week of its own
    [InlineData("2025-05-04", "1.5")] // Sunday: the week before, already one
    public void Weeks_begin_on_Monday(string second, string shown) => Assert.Equal(shown, Opened()
        .Given(Held(1, "2025-05-02"), Held(2, "2025-05-12")).Given(Held(3, second))
        .Compute(new PerWeek(CountOf("session_held"), S("cafe"), Take.Mean), new(Counted.Rate, new("回", "sessions"), 1),
            new(From: D("2025-05-01"), To: D("2025-05-18"))).Shown?.Ja[..3]);

    [Theory]
    [InlineData(CalendarUnit.Month, "2か月")] // April and June; May rested throughout
    [InlineData(CalendarUnit.Week, "9週")]
    public void Months_and_weeks_of_running_leave_out_rests(CalendarUnit unit, string shown) => Assert.Equal(shown, Opened()
        .Given(new StrandPaused(S("cafe"), D("2025-05-01"), D("2025-05-20")), new InitiativePaused(D("2025-05-21"), D("2025-05-31")))
        .Given(new InitiativeClosed(D("2025-06-20"))).Given(new InitiativeReopened(D("2025-07-01")))
        .Compute(new Running(S("cafe"), unit), new(Counted.Length, unit == CalendarUnit.Month ? new("か月", "months") : new("週", "weeks")),
            new(From: D("2025-04-01"), To: D("2025-06-30"))).Shown?.Ja);

    [Theory]
    [InlineData(CalendarUnit.Day, Take.Mean, "30.5", "30.5 = 間隔の平均(30, 31)")]
    [InlineData(CalendarUnit.Month, Take.Range, "1.0", null)]
    [InlineData(CalendarUnit.Week, Take.Maximum, "4.4", null)]
    public void Intervals_between_days(CalendarUnit unit, Take take, string shown, string? arithmetic)
    {
        var figure = Opened().Given(new StrandStarted(S("second"), T("二つめ"), D("2025-04-01")))
            .Given(Held(1, "2025-04-15"), Held(2, "2025-05-15"), Held(3, "2025-05-15", "second"), Held(4, "2025-06-15"))
            .Compute(new Interval(Of("session_held"), unit, take), new(Counted.Length, new("日", "days"), 1));

        Assert.StartsWith(shown, figure.Shown?.Ja.TrimEnd('日'), StringComparison.Ordinal);
        Assert.True(arithmetic is null || arithmetic == figure.Derivation.Arithmetic?.Ja);
    }

    [Fact]
    public void Hours_from_start_and_end_or_as_logged() => Assert.Equal("4.25 = 1.75 + 2.5", Opened()
        .Given(new ActivityLogged(P(1), S("visit"), D("2025-05-10"), Start: new(13, 0), End: new(14, 45)),
            new ActivityLogged(P(1), S("visit"), D("2025-05-11"), Domain.Quantity.Parse("2.5")))
        .Compute(new Hours(Of("activity_logged")), HoursShown with { Decimals = 2 }).Derivation.Arithmetic?.Ja);

    [Fact]
    public void A_session_without_times_blocks_hours()
    {
        var figure = Opened().Given(Held(1, "2025-05-10") with { Start = new(13, 0), End = new(15, 0) }).Given(Held(2, "2025-05-17"))
            .Compute(new Hours(Of("session_held")), HoursShown);

        Assert.Equal((FigureStatus.Blocked, ("2", "NoTimes")), (figure.Status, figure.Part("value")));
    }
}
