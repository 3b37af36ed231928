using System.Collections.Immutable;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <content>Shares: answers that meet a condition out of all answers to the same item.</content>
internal sealed partial class Evaluation
{
    private Result EvaluateShare(Share share, string role, Days within)
    {
        var responses = Pick(share.Of, within);
        var answered = responses.Counted.ToLookup(c => ((SurveyResponseRecorded)c.Entry.Fact).Answers.ContainsKey(share.Item));
        var hits = answered[true].ToLookup(c => share.Answers.Contains(((SurveyResponseRecorded)c.Entry.Fact).Answers[share.Item]));
        var tallies = share.Tallies is { } of ? Pick(of, within) : new([], []);
        var tallied = tallies.Counted.ToLookup(c => ((SurveyTallied)c.Entry.Fact).Tallies.ContainsKey(share.Item));
        var (all, met) = (
            tallied[true].Select(c => c.As(TakesSeveral(c) ? Tally(c).Respondents : Answers(c).Values.Sum())).ToList(),
            tallied[true].Select(c => c.As(Met(c).Low)).ToList());
        AddPart(Side(role, "denominator"), answered[true].Select(c => c.As(1)).Concat(all),
            responses.LeftOut.Concat(answered[false].Select(Unanswered)).Concat(tallies.LeftOut).Concat(tallied[false].Select(Unanswered)));
        AddPart(Side(role, "numerator"), hits[true].Select(c => c.As(1)).Concat(met), hits[false].Select(c => c.Left(LeftOutRule.OtherAnswer)));
        if (share.Tallies is null)
            LeaveOutTallies(share.Of, role, within);

        if (answered[true].GroupBy(c => (Person: Dimension(c.Entry.Fact, "person"), ((SurveyResponseRecorded)c.Entry.Fact).Wave))
            .Any(g => g.Key.Person is not null && g.Count() > 1))
            return Block(Sentences.AnsweredTwice());
        if (tallied[true].GroupBy(RivalKey).SelectMany(g => Conflicts.Rounds(g, t => t.On!.Value)).Any(g => g.Count > 1))
            return Block(Sentences.TalliedTwice());
        var (low, high) = (hits[true].Count() + Total(met.Select(m => m.Contribution)), hits[true].Count() + Total(tallied[true].Select(c => Met(c).High)));
        if (low < high)
            Note(Sentences.SeveralAnswers());
        var divisor = answered[true].Count() + Total(all.Select(a => a.Contribution));
        return divisor == 0 ? Result.NoData
            : new(FigureStatus.Computed, new(low / divisor, high / divisor), new Arithmetic.Division(new(low, high), new(divisor)));

        static SurveyTallied Tally(Picked tally) => (SurveyTallied)tally.Entry.Fact;

        IReadOnlyDictionary<string, int> Answers(Picked tally) => Tally(tally).Tallies[share.Item];

        bool TakesSeveral(Picked tally) =>
            Instrument(Tally(tally).Instrument, Tally(tally).Version)?.Items.Any(i => i.Item.Value == share.Item && i.Multiple) == true;

        // Of several answers of one respondent it is unknown who gave more than one: at least those of the most frequent answer met the condition.
        FigureValue Met(Picked tally)
        {
            var given = share.Answers.Distinct().Select(a => (Quantity)Answers(tally).GetValueOrDefault(a.Value)).ToList();
            return TakesSeveral(tally) ? new(given.Max(), Min(Total(given), Tally(tally).Respondents)) : new(Total(given));
        }

        static LeftOutEntry Unanswered(Picked picked) => picked.Left(LeftOutRule.NotAnswered);
    }

    /// <summary>Names the tallies of the same survey that a formula over single responses does not read, so that it does not look like the whole.</summary>
    private void LeaveOutTallies(Selection responses, string role, Days within)
    {
        var same = responses.Conditions.Where(c => c.Key is "instrument" or "version" or "wave" or "group").ToImmutableSortedDictionary(StringComparer.Ordinal);
        var tallies = Pick(new("survey_tallied", same), within).Counted;
        if (tallies.Count == 0)
            return;
        AddPart(Side(role, "tallies"), [], tallies.Select(t => t.Left(LeftOutRule.OnPaper)));
        Note(Sentences.OnPaper(tallies.Sum(t => ((SurveyTallied)t.Entry.Fact).Respondents)));
    }
}
