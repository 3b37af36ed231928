using System.Collections.Immutable;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <content>The measures that depend on the counted entries alone, so they can be taken of all of them or of each group.</content>
internal sealed partial class Evaluation
{
    private sealed record Reduced(Result Result, List<CountedEntry> Counted, List<LeftOutEntry> LeftOut);

    private Result EvaluateSimple(Formula formula, string role, Days within)
    {
        if (formula is Count or Distinct { By: "person" } or Listed { By: "person" })
            _attendances.AddRange(formula.Selections().Where(s => s.Kind == "person_attended").Select(of => (of, within)));

        return EvaluatePicked(formula, role, within).Result;
    }

    private (Result Result, Selected Picked) EvaluatePicked(Formula formula, string role, Days within)
    {
        var picked = Gather(formula, within);
        var reduced = Reduce(formula, picked.Counted);
        AddPart(role, reduced.Counted, picked.LeftOut.Concat(reduced.LeftOut));
        return (reduced.Result, picked);
    }

    private Result EvaluateSum(Sum sum, string role, Days within)
    {
        var (result, picked) = EvaluatePicked(sum, role, within);
        if (sum.Of.Kind == "participants_counted")
            NoteUncounted(sum.Of, within, picked.Counted);
        return result;
    }

    private Selected Gather(Formula formula, Days within)
    {
        Selected? all = null;
        foreach (var selection in formula.Selections())
        {
            var picked = Pick(selection, within);
            all?.Counted.AddRange(picked.Counted);
            all?.LeftOut.AddRange(picked.LeftOut);
            all ??= picked;
        }

        return all ?? new([], []);
    }

    private Reduced Reduce(Formula formula, List<Picked> picked) => formula switch
    {
        Count => new(Result.Computed(picked.Count, new Arithmetic.Entries(picked.Count)), [.. picked.Select(c => c.As(1))], []),
        Sum f => ReduceSum(f, picked),
        Distinct f => ReduceKeys(f.By, picked, (keys, entries) => new Arithmetic.Keys(keys.Count, entries)),
        Listed f => ReduceKeys(f.By, picked, (keys, _) => new Arithmetic.Names(f.By, [.. keys])),
        Hours => ReduceHours(picked),
        _ => throw new ArgumentOutOfRangeException(nameof(formula)),
    };

    private Reduced ReduceSum(Sum sum, List<Picked> picked)
    {
        // The hours of an activity are stated, or follow from its times.
        var quantity = sum.Of.Kind == "activity_logged" ? FactHours.Stated : InitiativeEventCatalogue.Facts[sum.Of.Kind].QuantityReader(sum.Quantity);
        var (counted, leftOut) = (new List<CountedEntry>(picked.Count), new List<LeftOutEntry>());
        var (terms, plans, overlap) = (new RivalTerms(book, counted), new CancelledPlans(book), false);
        foreach (var one in picked)
        {
            if (quantity(one.Entry.Fact) is not { } value)
            {
                leftOut.Add(one.Left(LeftOutRule.NoQuantity));
                continue;
            }

            if (one.Entry.Fact is SessionPlanned plan && plans.IsCancelled(plan))
            {
                leftOut.Add(one.Left(LeftOutRule.Cancelled));
                continue;
            }

            counted.Add(one.As(value));
            terms.TakeLast(one.Entry.Fact);
            overlap |= one.Entry.Fact is ParticipantsCounted { Overlap: NamedOverlap.Unknown };
        }

        if (plans.Unclear is { } day)
            return new(Block(Sentences.CancelledPlanUnclear(day)), counted, leftOut);
        if (counted.Count == 0)
            return new(Result.NoData, counted, leftOut);

        if (terms.Rivalry && Repeated(picked) is { Count: > 0 } repeated)
        {
            var once = ReduceSum(sum, [.. picked.Where(p => !repeated.Contains(p))]);
            return once with { LeftOut = [.. once.LeftOut, .. repeated.Select(r => r.Left(LeftOutRule.SaidTwice))] };
        }

        if (overlap)
            terms.OnTop.AddRange(PeopleOnTop(picked));
        // Two headcounts of the same session, scheme, group and part are rivals: neither wins, and the sum is a range.
        foreach (var rivals in terms.Rivals)
            Note(Sentences.Rivals(counted[rivals[0]].On, rivals.Select(at => counted[at].Contribution)));
        return new(new(terms.Rivalry ? FigureStatus.Contested : FigureStatus.Computed, terms.Total(), terms.Arithmetic()), counted, leftOut);
    }

    /// <summary>Headcounts that only say again what another one says. The one with the smallest id counts, whichever arrived first.</summary>
    private List<Picked> Repeated(List<Picked> picked) =>
    [
        .. picked.Where(p => p.Entry.Fact is ParticipantsCounted).GroupBy(RivalKey)
            .Where(g => g.Skip(1).Any() && g.Select(p => Conflicts.Stated(p.Entry.Fact)).Distinct().Count() == 1)
            .SelectMany(g => g.OrderBy(p => p.Entry.Id.Value).Skip(1)),
    ];

    /// <summary>The key under which entries are rivals; the entry's own id where it can have none.</summary>
    private object RivalKey(Picked picked) => Conflicts.RivalKey(picked.Entry.Fact, book) ?? picked.Entry.Id;

    private Reduced ReduceKeys(string by, List<Picked> picked, Func<List<string>, int, Arithmetic> arithmetic)
    {
        var (keys, seen, counted, leftOut) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal), new List<CountedEntry>(),
            new List<LeftOutEntry>());
        var (day, before) = ((LocalDate?)null, 0);
        foreach (var one in picked)
        {
            if (Dimension(one.Entry.Fact, by) is not { } key)
            {
                leftOut.Add(one.Left(LeftOutRule.OtherValue, by));
                continue;
            }

            // New keys of one day are ordered by key, not by arrival.
            if (one.On != day)
                (day, before) = (one.On, keys.Count);
            var first = seen.Add(key);
            if (first)
                keys.Insert(~keys.BinarySearch(before, keys.Count - before, key, StringComparer.Ordinal), key);
            counted.Add(one.As(first ? 1 : 0, key));
        }

        return new(Result.Computed(keys.Count, arithmetic(keys, counted.Count)), counted, leftOut);
    }

    private Reduced ReduceHours(List<Picked> picked)
    {
        var timed = picked.ToLookup(c => FactHours.Stated(c.Entry.Fact) is not null);
        var counted = timed[true].Select(c => c.As(FactHours.Stated(c.Entry.Fact)!.Value)).ToList();
        var leftOut = timed[false].Select(c => c.Left(LeftOutRule.NoTimes)).ToList();
        var result = leftOut.Count > 0 ? Block(Sentences.WithoutTimes(leftOut.Count, leftOut[0].On))
            : counted.Count == 0 ? Result.NoData
            : Result.Computed(Total(counted.Select(c => c.Contribution)),
                new Arithmetic.Addition([.. counted.Take(Arithmetic.MaximumTerms).Select(c => new FigureValue(c.Contribution))], counted.Count));
        return new(result, counted, leftOut);
    }

    /// <summary>Notes the sessions without a headcount: nobody present and nobody counted are different.</summary>
    /// <param name="counted">The headcounts that the selection counts. Only if they leave a session out, all others are looked through too.</param>
    private void NoteUncounted(Selection of, Days within, List<Picked> counted)
    {
        var shape = InitiativeEventCatalogue.Facts["participants_counted"];
        var ofSession = of.Conditions.Where(c => !shape.HasDimension(c.Key)).ToList();
        var held = book.InForce<SessionHeld>()
            .Where(s => within.Contain(s.On) && ofSession.All(c => c.Value.Contains(s_session.Dimension(s, c.Key) ?? "")))
            .OrderBy(s => s.On).ThenBy(s => s.Session.Value).ToList();
        var groups = of.Admitted("group").Distinct().ToImmutableArray();
        // For each group asked for, or for any, the sessions in which it was counted.
        var met = Enumerable.Range(0, Math.Max(1, groups.Length)).Select(_ => new HashSet<SessionId>()).ToArray();
        foreach (var one in counted)
            Meet((ParticipantsCounted)one.Entry.Fact);
        if (held.TrueForAll(IsMet))
            return;
        var own = of.Conditions.Where(c => shape.HasDimension(c.Key) && c.Key is not ("group" or "session" or "part"))
            .Select(c => new Condition(c.Key, c.Value, shape.DimensionReader(c.Key))).ToArray();
        foreach (var count in book.InForce<ParticipantsCounted>())
        {
            if (Differing(count, own) is null)
                Meet(count);
        }

        foreach (var uncounted in held.Where(s => !IsMet(s)))
            Note(Sentences.SessionUncounted(uncounted.On));

        void Meet(ParticipantsCounted count)
        {
            if ((groups.IsEmpty ? 0 : groups.IndexOf(count.Group.Value)) is >= 0 and var group)
                met[group].Add(count.Session);
        }

        bool IsMet(SessionHeld session) => Array.TrueForAll(met, sessions => sessions.Contains(session.Session));
    }
}
