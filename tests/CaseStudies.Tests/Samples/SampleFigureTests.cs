using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;

namespace CaseStudies.Tests.Samples;

/// <summary>Every published headline figure follows from the log, as printed, and from nothing less than all of it.</summary>
[Trait("Takes", "long")]
public sealed class SampleFigureTests
{
    [Theory, ClassData(typeof(EachSample))]
    public void Every_published_figure_is_derived_and_reads_as_published(string id)
    {
        var published = SampleFiles.PublishedAs(id).Figures.OrderBy(f => f.Key, StringComparer.Ordinal);
        var derived = Sample.Of(id).Headlines.OrderBy(f => f.Indicator.Value, StringComparer.Ordinal);

        Assert.Equal(
            published.Select(f => (f.Key, f.Label, f.Text)),
            derived.Select(f => (f.Indicator.Value, f.Definition.Label.Ja, f.Shown?.Ja ?? f.Status.ToString())));
    }

    [Theory, ClassData(typeof(EachSample))]
    public void Every_further_figure_is_derived_or_has_a_reason(string id)
    {
        var sample = Sample.Of(id);
        foreach (var published in SampleFiles.PublishedAs(id).Further)
        {
            var figure = Sample.Figures(sample.Book, new(published.Key)).SingleOrDefault();
            var reasoned = sample.Header.NotCarried?.ContainsKey(published.Key) == true;
            Assert.True(figure is null ? reasoned : !reasoned && published.Agrees(figure),
                $"{published.Key}: {published.Text} / {figure?.Shown?.Ja ?? figure?.Status.ToString()}");
        }
    }

    [Theory, ClassData(typeof(EachSample))]
    public void No_figure_is_partial(string id)
    {
        foreach (var figure in Sample.Of(id).Headlines)
        {
            Assert.Equal(FigureStatus.Computed, figure.Status);
            var months = figure.Definition.Formula is PerMonth ? figure.Derivation.Parts : [];
            // A month left out by a recorded pause is told in a note; a missing month would be a month without entries.
            Assert.All(months, m => Assert.NotEmpty(m.Counted));
            // That some of the entries are older than the definition takes nothing away.
            var partial = figure.Derivation.Notes.Where(n => !n.En.StartsWith("This indicator was adopted on", StringComparison.Ordinal)).ToList();
            Assert.True(months.Length > 0 || partial.Count == 0, $"{figure.Indicator}: {string.Join(" ", partial.Select(n => n.En))}");
        }
    }

    [Theory, ClassData(typeof(EachSample))]
    public void A_figure_that_aims_at_a_target_is_compared_with_it(string id) =>
        Assert.All(Sample.Of(id).Headlines.Where(f => f.Definition.Target is not null), f => Assert.NotNull(f.Target?.Achieved));

    [Theory, ClassData(typeof(EachSample))]
    public void Only_targets_comparisons_lists_and_schedules_are_declared(string id)
    {
        string[] declarable = ["target_set", "baseline_recorded", "quantity_observed", "strand_rescheduled"];

        Assert.All(Sample.Of(id).Headlines, f => Assert.True(f.Definition.Formula is not Latest latest || declarable.Contains(latest.Of.Kind)));
    }

    [Theory, ClassData(typeof(EachSample))]
    public void No_entry_carries_more_than_a_fifth_of_a_sum(string id)
    {
        foreach (var part in Sample.Of(id).Headlines.Where(f => f.Definition.Formula is Sum or Hours)
            .Select(f => f.Derivation.Parts.Single(p => p.Role == "value")))
        {
            Assert.True(part.Counted.Length > 1);
            var total = part.Counted.Aggregate(Quantity.Zero, (sum, c) => sum + c.Contribution);
            if (part.Counted.Select(c => c.On).Distinct().Count() >= 5)
                Assert.All(part.Counted, c => Assert.True(c.Contribution * 5 <= total));
        }
    }

    [Theory, ClassData(typeof(EachSample))]
    public void Every_contribution_matters(string id)
    {
        var sample = Sample.Of(id);
        foreach (var figure in sample.Headlines)
        {
            var contributions = figure.Derivation.Parts
                .SelectMany(p => p.Counted.GroupBy(c => c.Key ?? c.Entry.ToString()))
                .Where(g => g.Any(c => c.Contribution != Quantity.Zero)).ToList();
            Assert.NotEmpty(contributions);
            // Of hundreds, some from the first to the last.
            var step = 1 + (contributions.Count / 40);
            Assert.All(contributions.Where((_, i) => i % step == 0), entries =>
            {
                var without = Sample.Figures(sample.Without(entries.Select(c => c.Entry)), figure.Indicator).Single();
                Assert.NotEqual(Told(figure), Told(without));
            });
        }
    }

    [Theory, ClassData(typeof(EachSample))]
    public void Every_code_in_a_definition_has_a_name(string id)
    {
        var terms = new Terms(Sample.Of(id).Book);
        foreach (var figure in Sample.Of(id).Headlines)
        {
            Assert.All(Conditions(JsonSerializer.SerializeToNode(figure.Definition, DomainJson.Options)),
                c => Assert.NotEqual(c.Code, terms.Find(c.Dimension, c.Code).Ja));
        }
    }

    /// <summary>What a reader sees of a figure.</summary>
    private static (FigureStatus, FigureValue?, string?, string) Told(Figure f) =>
        (f.Status, f.Value, f.Derivation.Arithmetic?.Ja, string.Join(" ", f.Derivation.Notes.Select(n => n.Ja)));

    private static IEnumerable<(string Dimension, string Code)> Conditions(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(m => m.Key == "where"
            ? m.Value!.AsObject().SelectMany(c => c.Value!.AsArray().Select(v => (c.Key, v!.GetValue<string>())))
            : Conditions(m.Value)),
        JsonArray a => a.SelectMany(Conditions),
        _ => [],
    };
}
