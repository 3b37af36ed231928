using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <summary>Evaluates a paired change: who answered before and after, and how each score changed.</summary>
internal sealed class PairedChangeEvaluation(Evaluation evaluation)
{
    public Result Evaluate(PairedChange change, string role, Days within)
    {
        var picked = evaluation.Pick(change.Of, within with { From = null });
        var (counted, leftOut) = (new List<CountedEntry>(), new List<LeftOutEntry>(picked.LeftOut));
        var (changes, unpaired, otherVersion) = (new List<Quantity>(), 0, 0);
        var differing = picked.Counted.ToLookup(c =>
            Person(c) is null ? "person" : Response(c).Wave == change.Before || Response(c).Wave == change.After ? "" : "wave");
        leftOut.AddRange(differing["person"].Select(c => c.Left(LeftOutRule.OtherValue, "person")));
        leftOut.AddRange(differing["wave"].Select(c => c.Left(LeftOutRule.OtherValue, "wave")));
        foreach (var person in differing[""].GroupBy(c => Person(c)!).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var (before, after) = (person.Where(c => Response(c).Wave == change.Before).ToList(), person.Where(c => Response(c).Wave == change.After).ToList());
            if (before.Count > 1 || after.Count > 1)
            {
                evaluation.AddPart(role, counted, leftOut);
                return evaluation.Block(Sentences.AnsweredTwice());
            }

            if (NotPaired(change, before, after) is { } rule)
            {
                _ = rule == LeftOutRule.OtherVersion ? otherVersion++ : unpaired++;
                leftOut.AddRange(person.Select(c => c.Left(rule)));
                continue;
            }

            var difference = Score(change, after[0])!.Value - Score(change, before[0])!.Value;
            changes.Add(difference);
            counted.Add(before[0].As(0, person.Key));
            counted.Add(after[0].As(Contribution(change.As, difference), person.Key));
        }

        evaluation.AddPart(role, counted, leftOut);
        if (unpaired > 0)
            evaluation.Note(Sentences.Unpaired(unpaired));
        if (otherVersion > 0)
            evaluation.Note(Sentences.UnpairedByVersion(otherVersion));
        if (changes.Count == 0)
            return Result.NoData;
        var (risen, fallen) = (changes.Count(c => c > 0), changes.Count(c => c < 0));
        var total = changes.Aggregate(Quantity.Zero, (a, b) => a + b);
        return Result.Computed(change.As switch
        {
            ChangeResult.Risen => risen,
            ChangeResult.Fallen => fallen,
            ChangeResult.Unchanged => changes.Count - risen - fallen,
            _ => total / changes.Count,
        }, new Arithmetic.Changes(risen, fallen, changes.Count - risen - fallen, total));
    }

    private static Quantity Contribution(ChangeResult result, Quantity change) => result switch
    {
        ChangeResult.Risen => change > 0 ? 1 : 0,
        ChangeResult.Fallen => change < 0 ? 1 : 0,
        ChangeResult.Unchanged => change == 0 ? 1 : 0,
        _ => change,
    };

    private LeftOutRule? NotPaired(PairedChange change, List<Picked> before, List<Picked> after) =>
        before.Count == 0 || after.Count == 0 ? LeftOutRule.NotPaired
        : Response(before[0]).Version != Response(after[0]).Version ? LeftOutRule.OtherVersion
        : Score(change, before[0]) is null || Score(change, after[0]) is null ? LeftOutRule.NotScored
        : null;

    private Quantity? Score(PairedChange change, Picked picked) => evaluation.ScoreOf(Response(picked), change.Items);

    private string? Person(Picked picked) => evaluation.Dimension(picked.Entry.Fact, "person");

    private static SurveyResponseRecorded Response(Picked picked) => (SurveyResponseRecorded)picked.Entry.Fact;
}
