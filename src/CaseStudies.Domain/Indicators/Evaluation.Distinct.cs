using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <content>The number of people where some of them have no name.</content>
internal sealed partial class Evaluation
{
    /// <summary>
    /// People without a name may be the same as each other or as somebody named at another session. There are at least as many
    /// people as are named and as the largest session had heads; and at most the named people plus all heads without a name. Where it is unknown whether
    /// the headcount of a session includes the people named there, all of its heads may be people without a name.
    /// </summary>
    private Result EvaluatePartlyNamed(Distinct distinct, string role, Days within)
    {
        var picked = Gather(distinct, within);
        var named = ReduceKeys(distinct.By, picked.Counted, (keys, entries) => new Arithmetic.Keys(keys.Count, entries));
        AddPart(role, named.Counted, picked.LeftOut.Concat(named.LeftOut));
        var counts = Pick(distinct.Heads!, within);
        foreach (var repeated in Repeated(counts.Counted))
        {
            counts.Counted.Remove(repeated);
            counts.LeftOut.Add(repeated.Left(LeftOutRule.SaidTwice));
        }

        AddPart("heads", counts.Counted.Select(c => c.As(((ParticipantsCounted)c.Entry.Fact).Count)), counts.LeftOut);

        var people = picked.Counted.Where(p => Dimension(p.Entry.Fact, distinct.By) is not null).ToLookup(p => p.Entry.Fact.InSession);
        var contested = false;
        var (largest, nameless) = (Quantity.Zero, Quantity.Zero);
        foreach (var session in counts.Counted.GroupBy(c => ((ParticipantsCounted)c.Entry.Fact).Session))
        {
            var (low, high) = Bounds(session.Select(c => (ParticipantsCounted)c.Entry.Fact));
            var overlap = session.Any(c => c.Entry.Fact is ParticipantsCounted { Overlap: NamedOverlap.Unknown });
            var names = people[session.Key].Select(p => Dimension(p.Entry.Fact, distinct.By)!).Distinct(StringComparer.Ordinal).Count();
            foreach (var rivals in session.GroupBy(RivalKey).Where(g => g.Count() > 1))
            {
                contested = true;
                Note(Sentences.Rivals(rivals.First().On, rivals.Select(c => (Quantity)((ParticipantsCounted)c.Entry.Fact).Count)));
            }

            if (overlap && names > 0)
                Note(Sentences.OverlapUnknown(session.First().On!.Value, names, new(low, high)));
            else if (high < names)
                Note(Sentences.MoreNamedThanHeads(session.First().On, names, high));
            contested |= high < names && !overlap;
            largest = Max(largest, low);
            nameless += overlap ? high : Max(0, high - names);
        }

        var known = named.Result.Value!.Low;
        if (counts.Counted.Count == 0 && picked.Counted.Count == 0)
            return named.Result;
        return new(contested ? FigureStatus.Contested : FigureStatus.Computed, new(Max(known, largest), known + nameless),
            new Arithmetic.PartlyNamed((int)known.Numerator, largest, nameless));
    }

    private static Quantity Max(Quantity a, Quantity b) => a > b ? a : b;

    private static Quantity Min(Quantity a, Quantity b) => a < b ? a : b;
}
