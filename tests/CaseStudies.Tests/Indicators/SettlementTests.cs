using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;
using static CaseStudies.Tests.Indicators.Lab;

namespace CaseStudies.Tests.Indicators;

/// <summary>What a way to settle is said to do is what it then does.</summary>
public sealed class SettlementTests
{
    private static readonly Period s_year = Period.FiscalYear(2025);

    private static History Adopted(params InitiativeFact[] facts) =>
        Opened().Given(new IndicatorAdopted(S("heads"), new(T("人数"), Heads(), Visits), D("2025-04-01"))).Given(facts);

    [Fact]
    public void Of_a_conflict_each_entry_may_be_the_one_that_is_kept()
    {
        var history = Adopted(Held(1, "2025-05-10"), Youth(1, 4), Youth(1, 6), Youth(1, 9));
        var conflict = Conflicts.In(history.Book()).Single();
        var ways = Settlements.Of(conflict, history.Book(), s_year, [S("heads")]);

        Assert.Equal(["4人", "6人", "9人"], ways.Select(w => w.Figures.Single().To!.Shown!.Ja));
        Assert.All(ways, way => AssertHappens(history, way, apart: null));
    }

    [Fact]
    public void Of_likely_duplicates_one_may_be_kept_or_all()
    {
        var history = Adopted(Held(1, "2025-05-10"), Youth(1, 7), Held(2, "2025-05-10"), Youth(2, 7));
        var likely = LikelyDuplicates.In(history.Book()).Single();
        var ways = Settlements.Of(likely, history.Book(), s_year, [S("heads")]);

        Assert.Equal(["7人", "7人", "14人"], ways.Select(w => w.Figures.Single().To!.Shown!.Ja));
        Assert.Equal([1, 1, 0], ways.Select(w => w.Withdraw.Length));
        Assert.All(ways, way => AssertHappens(history, way, likely));
    }

    [Fact]
    public void Of_a_total_and_its_parts_the_total_goes_or_all_stay()
    {
        var history = Adopted(Held(1, "2025-05-10"), Group("children", 8), Group("all", 12), Group("adults", 4));
        var ways = Settlements.Of(LikelyDuplicates.In(history.Book()).Single(), history.Book(), s_year, [S("heads")]);

        Assert.Equal([[12], []], ways.Select(w => w.Withdraw.Select(id => ((ParticipantsCounted)history.Book().Revision(id, 1)!.Fact).Count)));
    }

    [Fact]
    public void Only_the_figures_asked_for_are_tried_and_many_rivals_are_not()
    {
        var history = Adopted(Held(1, "2025-05-10"), Youth(1, 1), Youth(1, 2));
        Assert.All(Settlements.Of(Conflicts.In(history.Book()).Single(), history.Book(), s_year, []), w => Assert.Empty(w.Figures));

        foreach (var count in Enumerable.Range(3, 5))
            history.Given(Youth(1, count));
        Assert.Empty(Settlements.Of(Conflicts.In(history.Book()).Single(), history.Book(), s_year, [S("heads")]));
    }

    private static ParticipantsCounted Group(string group, int count) => new(Session(1), S("age"), S(group), count);

    private static void AssertHappens(History history, Settlement way, LikelyDuplicate? apart)
    {
        var before = history.Book();
        var command = history.NextCommand();
        InitiativeCommand act = way.Withdraw.IsEmpty
            ? new RecordFacts(command, [new EntriesToldApart([.. apart!.Entries.Select(e => e.Id)], D("2026-04-01"))])
            : new ChangeEntries(command, [.. way.Withdraw.Select(id => new EntryChange(id))], new(ReasonCode.Duplicate));
        var decision = history.Decide(act);
        Assert.Null(decision.Refusal);
        var after = EntryBook.AsKnown(history.Rows.Concat(decision.Events.Select((e, index) => EntryRow.FromEvent(
            new(history.Version + 1 + index, new(new("staff-1"), Start, null, command, index, Provenance.Http), e)))));

        Assert.Equal(JsonSerializer.Serialize(Effects.Between(before, after, s_year), DomainJson.Options),
            JsonSerializer.Serialize(way.Figures, DomainJson.Options));
    }
}
