using System.Collections.Immutable;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <content>Scores: the sum of the points of answers, where the instrument gives points.</content>
internal sealed partial class Evaluation
{
    private Result EvaluateScore(Score score, string role, Days within)
    {
        var picked = Pick(score.Of, within);
        var scored = picked.Counted.ToLookup(c => ScoreOf((SurveyResponseRecorded)c.Entry.Fact, score.Items) is not null);
        var counted = scored[true].Select(c => c.As(Contribution(score, ScoreOf((SurveyResponseRecorded)c.Entry.Fact, score.Items)!.Value))).ToList();
        AddPart(role, counted, picked.LeftOut.Concat(scored[false].Select(c => c.Left(LeftOutRule.NotScored))));
        if (scored[false].Any())
            Note(Sentences.WithoutScore(scored[false].Count()));
        LeaveOutTallies(score.Of, role, within);
        return picked.Counted.GroupBy(c => Dimension(c.Entry.Fact, "person")).Any(g => g.Key is not null && g.Count() > 1)
            ? Block(Sentences.AnsweredTwice())
            : Divide(Total(counted.Select(c => c.Contribution)), counted.Count);
    }

    private static Quantity Contribution(Score score, Quantity reached) => score.As == ScoreResult.Mean ? reached
        : reached >= (score.AtLeast ?? reached) && reached <= (score.AtMost ?? reached) ? 1 : 0;

    /// <summary>The points of the items in the response's own version of the instrument; null where an item has no answer or its answer no points.</summary>
    internal Quantity? ScoreOf(SurveyResponseRecorded response, ImmutableArray<Slug> wanted)
    {
        var items = Instrument(response.Instrument, response.Version)?.Items ?? [];
        var total = Quantity.Zero;
        foreach (var item in wanted)
        {
            if (!response.Answers.TryGetValue(item.Value, out var answer)
                || items.FirstOrDefault(i => i.Item == item)?.Answers.FirstOrDefault(a => a.Answer == answer)?.Score is not { } points)
                return null;
            total += points;
        }

        return total;
    }

    private SurveyIntroduced? Instrument(Slug instrument, int version) =>
        book.InForce<SurveyIntroduced>().FirstOrDefault(s => s.Instrument == instrument && s.Version == version);
}
