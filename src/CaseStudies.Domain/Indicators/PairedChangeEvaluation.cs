using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <summary>Evaluates a paired change: who answered before and after, and how each score changed.</summary>
internal sealed class PairedChangeEvaluation(Evaluation evaluation)
{
    private readonly List<CountedEntry> _counted = [];
    private readonly List<LeftOutEntry> _leftOut = [];
    private readonly List<Quantity> _changes = [];
    private int _unpaired;
    private int _otherVersion;
    private int _afterFirst;

    public Result Evaluate(PairedChange change, string role, Days within)
    {
        var picked = evaluation.Pick(change.Of, within with { From = null });
        _leftOut.AddRange(picked.LeftOut);
        var differing = picked.Counted.ToLookup(c =>
            Person(c) is null ? "person" : Response(c).Wave == change.Before || Response(c).Wave == change.After ? "" : "wave");
        _leftOut.AddRange(differing["person"].Select(c => c.Left(LeftOutRule.OtherValue, "person")));
        _leftOut.AddRange(differing["wave"].Select(c => c.Left(LeftOutRule.OtherValue, "wave")));
        var clear = true;
        foreach (var person in differing[""].GroupBy(c => Person(c)!).OrderBy(g => g.Key, StringComparer.Ordinal))
            clear &= Compare(change, person.Key, [.. person], within);
        evaluation.AddPart(role, _counted, _leftOut);
        if (!clear)
            return evaluation.Block(Sentences.AnsweredTwice());
        if (_unpaired > 0)
            evaluation.Note(Sentences.Unpaired(_unpaired));
        if (_otherVersion > 0)
            evaluation.Note(Sentences.UnpairedByVersion(_otherVersion));
        if (_afterFirst > 0)
            evaluation.Note(Sentences.AfterCameFirst(_afterFirst));
        return _changes.Count == 0 ? Result.NoData : Changed(change.As);
    }

    /// <summary>Compares the two responses of one person.</summary>
    /// <returns>False where two responses could be meant.</returns>
    private bool Compare(PairedChange change, string person, List<Picked> responses, Days within)
    {
        var (after, rest) = Parted(responses, r => Response(r).Wave == change.After && within.Contain(r.On!.Value));
        if (after.Count > 1)
            return false;
        // With no response after, those of earlier rounds say nothing about these days.
        var (before, others) = after is [var last] ? Before(change, last, rest, within) : Parted(rest, r => within.Contain(r.On!.Value));
        _leftOut.AddRange(others.Select(r => r.Left(Other(change, r, after, within))));
        if (after.Count == 0 || before.Count == 0)
        {
            LeaveOut([.. after, .. before], others.Exists(r => Other(change, r, after, within) == LeftOutRule.AfterCameFirst) ? LeftOutRule.AfterCameFirst
                : LeftOutRule.NotPaired);
            return true;
        }

        if (before.Count > 1)
            return false;
        if (Response(before[0]).Version != Response(after[0]).Version)
            LeaveOut([before[0], after[0]], LeftOutRule.OtherVersion);
        else if (Score(change, before[0]) is { } was && Score(change, after[0]) is { } now)
            Count(change.As, person, before[0], after[0], now - was);
        else
            LeaveOut([before[0], after[0]], LeftOutRule.NotScored);
        return true;
    }

    /// <summary>The response before that one after: of the days counted, or else the last one earlier. The others are left.</summary>
    private static (List<Picked> Before, List<Picked> Others) Before(PairedChange change, Picked after, List<Picked> rest, Days within)
    {
        var earlier = rest.Where(r => Response(r).Wave == change.Before && r.On <= after.On).ToList();
        var day = earlier.Exists(r => within.Contain(r.On!.Value)) ? null : earlier.Max(r => r.On);
        return Parted(rest, r => Response(r).Wave == change.Before && r.On <= after.On && (day is null ? within.Contain(r.On!.Value) : r.On == day));
    }

    private static LeftOutRule Other(PairedChange change, Picked response, List<Picked> after, Days within) =>
        Response(response).Wave == change.Before && after is [var last] && response.On > last.On ? LeftOutRule.AfterCameFirst
        : within.Contain(response.On!.Value) ? LeftOutRule.NotPaired
        : LeftOutRule.OutsideDays;

    private void Count(ChangeResult result, string person, Picked before, Picked after, Quantity change)
    {
        _changes.Add(change);
        _counted.Add(before.As(0, person));
        _counted.Add(after.As(
            result switch
            {
                ChangeResult.Risen => change > 0 ? 1 : 0,
                ChangeResult.Fallen => change < 0 ? 1 : 0,
                ChangeResult.Unchanged => change == 0 ? 1 : 0,
                _ => change,
            }, person));
    }

    private void LeaveOut(List<Picked> responses, LeftOutRule rule)
    {
        if (responses.Count == 0)
            return;
        _leftOut.AddRange(responses.Select(r => r.Left(rule)));
        if (rule == LeftOutRule.OtherVersion)
            _otherVersion++;
        else if (rule == LeftOutRule.AfterCameFirst)
            _afterFirst++;
        else
            _unpaired++;
    }

    private Result Changed(ChangeResult result)
    {
        var (risen, fallen) = (_changes.Count(c => c > 0), _changes.Count(c => c < 0));
        var total = _changes.Aggregate(Quantity.Zero, (a, b) => a + b);
        return Result.Computed(result switch
        {
            ChangeResult.Risen => risen,
            ChangeResult.Fallen => fallen,
            ChangeResult.Unchanged => _changes.Count - risen - fallen,
            _ => total / _changes.Count,
        }, new Arithmetic.Changes(risen, fallen, _changes.Count - risen - fallen, total));
    }

    private static (List<Picked> Meets, List<Picked> Others) Parted(List<Picked> responses, Predicate<Picked> meets) =>
        (responses.FindAll(meets), responses.FindAll(r => !meets(r)));

    private Quantity? Score(PairedChange change, Picked picked) => evaluation.ScoreOf(Response(picked), change.Items);

    private string? Person(Picked picked) => evaluation.Dimension(picked.Entry.Fact, "person");

    private static SurveyResponseRecorded Response(Picked picked) => (SurveyResponseRecorded)picked.Entry.Fact;
}
