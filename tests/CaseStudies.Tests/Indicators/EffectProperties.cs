using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Tests.Reference;
using CaseStudies.Tests.Reference.Drawn;
using CaseStudies.Tests.Samples;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Tests.Indicators;

/// <summary>What is announced is exactly the difference of what is read before and after, found here a second time by comparing texts.</summary>
[Trait("Takes", "long")]
public sealed class EffectProperties
{
    private static readonly int s_histories = int.Parse(Environment.GetEnvironmentVariable("ANNOUNCED_HISTORIES") ?? "300", null);

    /// <summary>Each step of random histories, with their random definitions, is an act whose effect is announced.</summary>
    [Fact]
    public void Of_every_step_of_a_random_history()
    {
        var (steps, changed) = (0, 0);
        foreach (var seed in Enumerable.Range(0, s_histories))
        {
            var drawn = new DrawnHistory(seed);
            var rows = Product.Rows(drawn.Happenings);
            var at = drawn.Chance.From(1, rows.Count - 1);
            changed += Announced(EntryBook.AsKnown(rows, at), EntryBook.AsKnown(rows, at + 1), new(drawn.Period.From, drawn.Period.To));
            steps++;
        }

        Assert.True(changed > steps / 60, $"{changed} of {steps} steps changed a figure");
    }

    /// <summary>Withdrawals, and corrections of counts and days, of the twenty samples.</summary>
    [Theory, ClassData(typeof(EachSample))]
    public void Of_changes_to_the_case_studies(string id)
    {
        var sample = Sample.Of(id);
        var counted = sample.Headlines.SelectMany(f => f.Derivation.Parts).SelectMany(p => p.Counted).Where(c => c.Contribution != 0)
            .Select(c => c.Entry).ToHashSet();
        var possible = sample.Book.Entries.Where(e => e.InForce && e.Fact is not InitiativeOpened).OrderByDescending(e => counted.Contains(e.Id))
            .Take(counted.Count * 2).ToList();
        var changed = 0;
        foreach (var index in Enumerable.Range(0, 12))
            changed += Announced(sample.Book, sample.Without([possible[index * 7919 % possible.Count].Id]), Sample.Year);
        Assert.True(changed > 0, "No withdrawal changed a figure.");
    }

    [Fact]
    public void Of_what_changes_nothing_there_is_none() =>
        Assert.Empty(Effects.Between(Sample.Of(SampleFiles.Ids[0]).Book, Sample.Of(SampleFiles.Ids[0]).Without([]), Sample.Year));

    /// <returns>1 if a figure changed.</returns>
    private static int Announced(EntryBook before, EntryBook after, Period period)
    {
        var (effects, read, then) = (Effects.Between(before, after, period), Read(before, period), Read(after, period));
        foreach (var change in effects)
        {
            Assert.Equal(read.GetValueOrDefault(change.Indicator.Value), Text(change.From));
            Assert.NotEqual(Text(change.From), Text(change.To));
            Assert.Equal(change.From?.Notes.Concat(change.NotesNew).Except(change.NotesGone).ToHashSet() ?? [.. change.NotesNew],
                change.To?.Notes.ToHashSet() ?? []);
            if (Text(change.To) is { } to)
                read[change.Indicator.Value] = to;
            else
                read.Remove(change.Indicator.Value);
        }

        Assert.Equal(then, read);
        return effects.IsEmpty ? 0 : 1;
    }

    private static SortedDictionary<string, string> Read(EntryBook book, Period period)
    {
        var read = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var figure in Figures.Adopted(book, period).Select(i => Figures.Compute(i, book, period)))
        {
            var json = JsonSerializer.SerializeToNode(figure, DomainJson.Options)!.AsObject();
            read[figure.Indicator.Value] = new JsonObject
            {
                ["version"] = json["version"]!.DeepClone(), ["label"] = json["definition"]!["label"]!.DeepClone(), ["status"] = json["status"]!.DeepClone(),
                ["value"] = json["value"]?.DeepClone(),
                ["shown"] = json["shown"]?.DeepClone(), ["target"] = json["target"]?.DeepClone(), ["comparisons"] = json["comparisons"]!.DeepClone(),
                ["notes"] = json["derivation"]!["notes"]!.DeepClone(),
            }.ToJsonString();
        }

        return read;
    }

    private static string? Text(FigureReading? reading)
    {
        if (reading is null)
            return null;
        var json = JsonSerializer.SerializeToNode(reading, DomainJson.Options)!.AsObject();
        foreach (var absent in (string[])["value", "shown", "target"])
            json[absent] = json[absent]?.DeepClone();
        return new JsonObject(((string[])["version", "label", "status", "value", "shown", "target", "comparisons", "notes"])
            .Select(m => KeyValuePair.Create(m, json[m]?.DeepClone()))).ToJsonString();
    }
}
