using System.Text.Json.Nodes;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Tests.Reference;
using CaseStudies.Tests.Reference.Drawn;
using CaseStudies.Tests.Reference.Naive;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Tests.Indicators;

/// <summary>Random histories, closed anywhere. What is not looked at changes no figure, says the product, and so says the naive reference.</summary>
[Trait("Takes", "long")]
public sealed class ClosedPeriodProperties
{
    /// <summary>More for a longer look: RESTATED_HISTORIES.</summary>
    private static readonly int s_histories = int.Parse(Environment.GetEnvironmentVariable("RESTATED_HISTORIES") ?? "300", null);

    private const int StepsEach = 10;

    [Fact]
    public void A_change_that_a_definition_cannot_look_at_alters_neither_its_figure_nor_that_of_the_reference()
    {
        var (unseen, seen, altered) = (0, 0, 0);
        foreach (var seed in Enumerable.Range(0, s_histories))
        {
            var (drawn, happenings, period) = Closed(seed);
            var history = EntryHistory.FromRows(Product.Rows(happenings));
            if (!history.AsKnown().Problems.IsEmpty)
                continue;
            var changes = ChangeLog.FromRows(history.Rows).ToLookup(c => c.Version);
            foreach (var version in Enumerable.Range(0, StepsEach).Select(_ => drawn.Chance.From(5, happenings.Count)).Distinct())
            {
                var at = happenings[version - 1].RecordedAt;
                var (before, after) = (history.AsKnown(version - 1, at), history.AsKnown(version, at));
                var (known, then) = (new NaiveLog(happenings, version - 1, at), new NaiveLog(happenings, version, at));
                var kept = Figures.Adopted(after, period).ToDictionary(i => (i.Key, i.Version));
                foreach (var indicator in Figures.Adopted(before, period).Where(i => kept.GetValueOrDefault((i.Key, i.Version))?.Definition == i.Definition))
                {
                    var sight = Sight.FromHistory(DefinitionHistory.Find(before, indicator.Key)!, period);
                    var isSeen = changes[version].Any(c => sight.Sees(c, at));
                    var (was, now) = (Figures.Compute(indicator, before, period), Figures.Compute(indicator, after, period));
                    var isSame = FigureReading.FromFigure(was).Equals(FigureReading.FromFigure(now));
                    Assert.True(isSame || isSeen, $"seed {seed}, version {version}, {period.From} to {period.To}: {indicator}");
                    var definition = System.Text.Json.JsonSerializer.SerializeToNode(indicator.Definition, Domain.DomainJson.Options)!.AsObject();
                    Assert.True(isSeen || Naive(known, definition, period) == Naive(then, definition, period), $"seed {seed}, version {version}: {indicator}");
                    _ = isSeen ? seen++ : unseen++;
                    altered += isSame ? 0 : 1;
                }
            }
        }

        // To see everything would miss nothing: most changes are not seen.
        Assert.True(altered > s_histories / 4 && seen > altered && unseen > seen, $"{unseen} unseen, {seen} seen, {altered} altered");
    }

    /// <summary>Between two acts of the list nothing changes, every act is told of what its list has, and a list only grows.</summary>
    [Fact]
    public void The_list_has_every_step_at_which_a_figure_changed_and_keeps_it()
    {
        var (closings, listed, altered, spared) = (0, 0, 0, 0);
        foreach (var seed in Enumerable.Range(0, s_histories))
        {
            var (drawn, happenings, _) = Closed(seed);
            var history = EntryHistory.FromRows(Product.Rows(happenings));
            var (told, earlier) = (ClosedPeriods.FromHistory(history), drawn.Chance.From(happenings.Count / 2, happenings.Count));
            var then = ClosedPeriods.FromHistory(EntryHistory.FromRows(history.Rows), earlier);
            // A damaged row that says nothing blocks the figures, and there is no change to list.
            var said = ChangeLog.FromRows(history.Rows).Select(c => c.Version).ToHashSet();
            foreach (var closing in told.Closings)
            {
                var (period, changes) = (new Period(closing.From, closing.To), told.ChangesSince(closing));
                var acts = changes.Select(c => c.Change.Version).ToHashSet();
                closings++;
                foreach (var version in Enumerable.Range(closing.Version + 1, happenings.Count - closing.Version).Where(said.Contains))
                {
                    var at = history.RecordedAt(version)!.Value;
                    var effects = Effects.Between(history.AsKnown(version - 1, at), history.AsKnown(version, at), period);
                    Assert.True(effects.IsEmpty || acts.Contains(version), $"seed {seed}, version {version}, {closing}: {effects.FirstOrDefault()}");
                    var restated = told.ByAct(version, version).SingleOrDefault(r => r.Closing == closing);
                    Assert.Equal(changes.Where(c => c.Change.Version == version && c.During == closing.Number), restated?.Changes ?? []);
                    _ = acts.Contains(version) ? listed++ : spared++;
                    altered += effects.IsEmpty ? 0 : 1;
                }

                if (then.Closings.FirstOrDefault(c => c.Version == closing.Version) is { } before)
                    Assert.Equal(changes.Where(c => c.Change.Version <= earlier).Select(Named), then.ChangesSince(before).Select(Named));
            }
        }

        Assert.True(closings > s_histories / 2 && altered > closings / 4 && listed > altered && spared > listed / 4,
            $"{closings} closings, {listed} acts listed, of them {altered} altered a figure, {spared} spared");
    }

    private static (int Version, int Event, ListedAs As) Named(ListedChange listed) => (listed.Change.Version, listed.Change.Event, listed.As);

    /// <summary>With definitions that suit it, adopted at its beginning, and with its period closed somewhere.</summary>
    private static (DrawnHistory Drawn, List<Happening> Happenings, Period Period) Closed(int seed)
    {
        var drawn = new DrawnHistory(seed);
        var happenings = drawn.Happenings.ToList();
        foreach (var index in Enumerable.Range(0, 3))
        {
            var body = new JsonObject
            {
                ["indicator"] = $"suited-{index}", ["definition"] = drawn.Definitions.With(drawn.Chance.One(drawn.FittingNodes)), ["on"] = "2024-01-01",
            };
            happenings.Insert(1, happenings[0] with { Name = "indicator_adopted", Body = body.ToJsonString(), Opens = new Guid(index, 7, 7, new byte[8]) });
        }

        var place = drawn.Chance.From(happenings.Count / 3, happenings.Count - 1);
        var mark = new JsonObject { ["state"] = "closed", ["from"] = Chance.Iso(drawn.Period.From), ["to"] = Chance.Iso(drawn.Period.To),
            ["on"] = Chance.Iso(drawn.Period.To) };
        happenings.Insert(place,
            happenings[place] with { Name = "period_marked", Body = mark.ToJsonString(), Opens = new Guid(9, 9, 9, new byte[8]), Import = null });
        return (drawn, [.. happenings.Select((h, i) => h with { Version = i + 1 })], new(drawn.Period.From, drawn.Period.To));
    }

    private static string Naive(NaiveLog log, JsonObject definition, Period period)
    {
        var figure = NaiveFigures.Compute(log, definition, period.From, period.To);
        return $"{figure.Outcome} {figure.Target} {string.Join(';', figure.Comparisons)}";
    }
}
