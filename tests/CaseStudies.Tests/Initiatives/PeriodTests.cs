using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;

namespace CaseStudies.Tests.Initiatives;

/// <summary>Open, in review, closed, reopened; the refusals stand with the others.</summary>
public sealed class PeriodTests
{
    private static PeriodMarked Mark(PeriodState state, string from = "2025-04-01", string to = "2026-03-31") =>
        new(state, D(from), D(to), D("2026-04-01"), state == PeriodState.Reopened ? ReasonCode.LateInformation : null);

    private static History Marked(params PeriodState[] states)
    {
        var history = Opened();
        foreach (var state in states)
            history.Given(Mark(state));
        return history;
    }

    [Fact]
    public void A_period_goes_round_as_often_as_is_needed() => Assert.Equal(
        PeriodState.Closed,
        Marked(PeriodState.InReview, PeriodState.Closed, PeriodState.Reopened, PeriodState.InReview, PeriodState.Reopened, PeriodState.InReview,
            PeriodState.Closed).State!.StandingOf(D("2025-04-01"), D("2026-03-31")));

    [Fact]
    public void Periods_stand_each_for_itself()
    {
        var history = Marked(PeriodState.InReview, PeriodState.Closed).Given(Mark(PeriodState.InReview, "2025-05-01", "2025-05-31"));
        Assert.Equal((PeriodState.InReview, null),
            (history.State!.StandingOf(D("2025-05-01"), D("2025-05-31")), history.State.StandingOf(D("2025-06-01"), D("2025-06-30"))));
        Assert.Equal([4], history.State.Periods!.Values.Where(p => p.State == PeriodState.Closed).Select(p => p.Version));
        Assert.Equal(history.State.Periods!.Values.OrderBy(p => p.From).ThenBy(p => p.To), EntryBook.AsKnown(history.Rows).Standings);
    }

    [Fact]
    public void A_mark_that_is_corrected_leaves_the_period_where_it_stands()
    {
        var history = Opened();
        var review = history.Record(Mark(PeriodState.InReview));
        history.Given(Mark(PeriodState.Closed));
        history.Correct(review, Mark(PeriodState.InReview) with { On = D("2026-03-31") });
        Assert.Equal(PeriodState.Closed, history.State!.StandingOf(D("2025-04-01"), D("2026-03-31")));
        Assert.Equal(4, EntryBook.AsKnown(history.Rows).Standings.Single().Version);
    }

    [Fact]
    public void A_closed_period_refuses_nothing() =>
        Assert.Null(Marked(PeriodState.InReview, PeriodState.Closed)
            .Decide(new RecordFacts(new(Guid.Empty), [new SessionHeld(Session(1), S("cafe"), D("2025-05-10"))])).Refusal);

    [Fact]
    public void Closing_a_period_is_not_the_last_thing_that_happened() =>
        Assert.Equal(D("2025-05-10"),
            Marked(PeriodState.InReview, PeriodState.Closed).Given(new SessionHeld(Session(1), S("cafe"), D("2025-05-10"))).Book().LastDay);

    [Fact]
    public void The_state_is_read_back_as_it_was_stored()
    {
        var state = Marked(PeriodState.InReview, PeriodState.Closed).State!;
        var json = System.Text.Json.JsonSerializer.Serialize(state, DomainJson.Options);
        var read = System.Text.Json.JsonSerializer.Deserialize<Initiative>(json, DomainJson.Options)!;
        Assert.Equal((json, PeriodState.Closed),
            (System.Text.Json.JsonSerializer.Serialize(read, DomainJson.Options), read.StandingOf(D("2025-04-01"), D("2026-03-31"))));
        Assert.Null(System.Text.Json.JsonSerializer.Deserialize<Initiative>(
            json.Replace("\"periods\"", "\"imports\"", StringComparison.Ordinal)[..json.IndexOf("\"periods\"", StringComparison.Ordinal)].TrimEnd(',') + "}",
            DomainJson.Options)!.Periods);
    }
}
