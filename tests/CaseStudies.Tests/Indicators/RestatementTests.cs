using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Tests.Reference;
using CaseStudies.Tests.Reference.Drawn;
using static CaseStudies.Tests.History;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Tests.Indicators;

/// <summary>What was said about a period after its closing explains how its figures have changed since.</summary>
public sealed class RestatementTests
{
    /// <summary>More for a longer look: RESTATED_HISTORIES.</summary>
    private static readonly int s_histories = int.Parse(Environment.GetEnvironmentVariable("RESTATED_HISTORIES") ?? "400", null);

    private static readonly Period s_year = Period.FiscalYear(2025);
    private static readonly SessionHeld s_session = new(Session(1), S("cafe"), D("2025-05-10"));

    private static ParticipantsCounted Count(int count, int session = 1) => new(Session(session), S("audience"), S("youth"), count);

    private static Restatements Since(History history, int closedAt) => Restatements.FromRows(history.Rows, s_year, closedAt);

    [Fact]
    public void What_is_about_other_days_restates_nothing()
    {
        var history = Opened().Given(s_session).Given(Count(3));
        var closed = history.Version;
        history.Now = History.Start + NodaTime.Duration.FromDays(60);
        history.Given(s_session with { Session = Session(2), On = D("2026-04-02") }).Given(Count(9, 2));
        Assert.Empty(Since(history, closed).Changes);
    }

    [Fact]
    public void A_late_fact_a_correction_and_a_withdrawal_restate()
    {
        var history = Opened().Given(s_session);
        var (count, other) = (history.Record(Count(3)), history.Record(new MilestoneReached(S("card"), T("証"), D("2025-07-01"))));
        var closed = history.Version;
        history.Given(Count(1) with { Part = S("door") });
        history.Correct(count, Count(4));
        history.Withdraw(other);
        Assert.Equal([ChangeKind.Recorded, ChangeKind.Corrected, ChangeKind.Withdrawn], Since(history, closed).Changes.Select(c => c.What));
    }

    [Fact]
    public void What_is_moved_out_of_the_period_restates_it_and_what_moves_beside_it_does_not()
    {
        var history = Opened().Given(new StrandStarted(S("garden"), T("花壇"), D("2025-04-01")));
        history.Now = History.Start + NodaTime.Duration.FromDays(60);
        var session = history.Record(s_session);
        var closed = history.Version;
        history.Correct(session, s_session with { On = D("2026-04-10") });
        history.Correct(session, s_session with { On = D("2026-04-11") });
        Assert.Equal([closed + 1], Since(history, closed).Changes.Select(c => c.Version));
    }

    [Fact]
    public void What_a_figure_of_the_period_counts_from_the_beginning_restates_it_whatever_its_day()
    {
        var history = new History().Given(new InitiativeOpened(T("はち福"), [], [], [], D("2024-04-01")))
            .Given(new StrandStarted(S("cafe"), T("喫茶"), D("2024-04-01")))
            .Given(new IndicatorAdopted(S("ever"), new(T("これまで"), new Count(new("session_held")), new(Counted.Sessions, T("回")), new When(To: D("2026-03-31"))),
                D("2024-04-01")));
        var closed = history.Version;
        history.Given(s_session with { On = D("2024-05-10") });
        var since = Since(history, closed);
        Assert.Equal((1, "ever"), (since.Changes.Length, since.Figures.Single().Indicator.Value));
    }

    [Fact]
    public void Two_people_who_are_one_restate_every_closed_period()
    {
        var history = Opened();
        history.Given(new PeopleMerged(P(1), P(2), D("2026-04-01")));
        Assert.Single(Since(history, history.Version - 1).Changes);
    }

    /// <summary>The differences of random figures of random histories, closed anywhere, vanish if the entries that are listed as restated are left as
    /// they were.</summary>
    [Fact]
    public void The_restated_entries_are_all_that_the_difference_rests_on()
    {
        var (compared, changed, restated, spared) = (0, 0, 0, 0);
        foreach (var seed in Enumerable.Range(0, s_histories))
        {
            var drawn = new DrawnHistory(seed);
            var rows = Defined(drawn);
            if (!EntryBook.AsKnown(rows).Problems.IsEmpty)
                continue;
            var (period, closedAt) = (new Period(drawn.Period.From, drawn.Period.To), drawn.Chance.From(rows.Count / 3, rows.Count - 1));
            var since = Restatements.FromRows(rows, period, closedAt);
            var left = Effects.Between(EntryBook.AsKnown(rows, closedAt), EntryBook.AsKnown(Ignored(rows, closedAt, since)), period);
            Assert.True(left.Select(Valued).All(v => v.From == v.To),
                $"seed {seed}, closed at {closedAt}, {period.From} to {period.To}: {string.Join("; ", left.Select(Valued))}");
            compared++;
            changed += since.Figures.Any(f => Valued(f) is var v && v.From != v.To) ? 1 : 0;
            restated += since.Changes.IsEmpty ? 0 : 1;
            spared += since.Changes.Length < ChangeLog.FromRows(rows).Count(c => c.Version > closedAt && c.After is not PeriodMarked) ? 1 : 0;
        }

        // To list everything would explain everything: most histories list less.
        Assert.True(compared > s_histories / 2 && changed > s_histories / 10 && restated > changed && spared > compared / 2,
            $"{compared} compared, {changed} with another figure, {restated} with restatements, {spared} with changes that restate nothing");
    }

    /// <summary>Definitions that suit the history, adopted at its beginning, so that there are figures to restate.</summary>
    private static List<EntryRow> Defined(DrawnHistory drawn)
    {
        var happenings = drawn.Happenings.ToList();
        var rows = Product.Rows(happenings);
        foreach (var index in Enumerable.Range(0, 3))
        {
            var node = drawn.Chance.One(drawn.FittingNodes);
            var body = new System.Text.Json.Nodes.JsonObject { ["indicator"] = $"suited-{index}", ["definition"] = drawn.Definitions.With(node),
                ["on"] = "2024-01-01" };
            rows.Insert(1, Product.Rows(
                [happenings[0] with { Version = 2, Name = "indicator_adopted", Body = body.ToJsonString(), Opens = new Guid(index, 7, 7, new byte[8]) }])
                .Single());
        }

        return Renumbered(rows);
    }

    private static List<EntryRow> Ignored(List<EntryRow> rows, int closedAt, Restatements since)
    {
        var entries = since.Changes.SelectMany(c => c.Carried.Append(c.Entry!.Value)).ToHashSet();
        var sessions = since.Changes.SelectMany(c => (InitiativeFact?[])[c.Before, c.After]).OfType<SessionHeld>().Select(s => s.Session).ToHashSet();
        var events = ChangeLog.FromRows(rows)
            .Where(c => c.Version > closedAt
                && (entries.Contains(c.Entry!.Value) || new[] { c.Before, c.After }.Any(f => f?.InSession is { } s && sessions.Contains(s))))
            .Select(c => c.Event).ToHashSet();
        return Renumbered(rows.Where(r => !events.Contains(r.Version)));
    }

    private static List<EntryRow> Renumbered(IEnumerable<EntryRow> rows) => [.. rows.Select((r, i) => r with { Version = i + 1 })];

    /// <summary>What it comes to; how it is told may change with the name of a thing.</summary>
    private static (string From, string To) Valued(FigureChange change)
    {
        return (Of(change.From), Of(change.To));

        string Of(FigureReading? r) => r is null ? $"no {change.Indicator}"
            : $"{change.Indicator} {r.Status} {r.Value?.Low}–{r.Value?.High} {r.Target?.Value} {r.Target?.Achieved} "
                + $"{string.Join(',', r.Comparisons.Select(c => $"{c.Status} {c.Value?.Low}–{c.Value?.High}"))}";
    }
}
