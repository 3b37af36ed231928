using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <content>Which entries count for a selection, and why the others do not.</content>
internal sealed partial class Evaluation
{
    /// <summary>Goes through every entry of the kind, in the order of the days on which it happened.</summary>
    internal Selected Pick(Selection selection, Days within)
    {
        var members = selection.Who is { } who ? Members(who, within) : null;
        var counted = new List<Picked>();
        var leftOut = new List<LeftOutEntry>();
        var visits = new HashSet<(PersonId, SessionId)>();
        var conditions = selection.Conditions.ToList();
        foreach (var (entry, day) in book.ByDay(selection.Kind))
        {
            var picked = new Picked(entry, day);
            var differing = !entry.InForce ? null : conditions.FirstOrDefault(c => !c.Value.Contains(Dimension(entry.Fact, c.Key) ?? "")).Key;
            LeftOutRule? rule =
                !entry.InForce ? entry.Superseded ? LeftOutRule.Superseded : LeftOutRule.Withdrawn
                : picked.On is not { } on ? LeftOutRule.SessionNotInForce
                : differing is not null ? LeftOutRule.OtherValue
                : !within.Contain(on) ? LeftOutRule.OutsideDays
                : members is not null && !members.Contains(Dimension(entry.Fact, "person") ?? "") ? LeftOutRule.NotMember
                : entry.Fact is PersonAttended a && !visits.Add((a.Person, a.Session)) ? LeftOutRule.SameVisitTwice
                : null;
            if (rule is null)
                counted.Add(picked);
            else
                leftOut.Add(picked.Left(rule.Value, rule == LeftOutRule.OtherValue ? differing : null));
        }

        return new(counted, leftOut);
    }

    private HashSet<string> Members(Membership who, Days within)
    {
        var picked = Pick(who.Of, within with { From = null });
        var people = picked.Counted.GroupBy(c => Dimension(c.Entry.Fact, "person") ?? "")
            .Where(g => g.Key.Length > 0 && g.Count() >= who.AtLeast).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        AddPart(MembersRole,
            picked.Counted.Where(c => people.Contains(Dimension(c.Entry.Fact, "person") ?? "")).Select(c => c.As(0, Dimension(c.Entry.Fact, "person"))),
            picked.LeftOut.Concat(picked.Counted.Where(c => !people.Contains(Dimension(c.Entry.Fact, "person") ?? "")).Select(c =>
                Dimension(c.Entry.Fact, "person") is null ? c.Left(LeftOutRule.OtherValue, "person") : c.Left(LeftOutRule.TooFewVisits))));
        return people;
    }

    /// <summary>The fact's own value in a dimension, else its session's.</summary>
    internal string? Dimension(InitiativeFact fact, string dimension)
    {
        var shape = InitiativeEventCatalogue.ShapeOf(fact);
        if (shape.HasDimension(dimension))
            return shape.Dimension(fact, dimension);
        return fact.InSession is { } id && book.Session(id) is { } session && InitiativeEventCatalogue.ShapeOf(session) is var s && s.HasDimension(dimension)
            ? s.Dimension(session, dimension)
            : null;
    }
}

/// <summary>An entry with the day on which it happened (its session's where it has none of its own).</summary>
internal sealed record Picked(Entry Entry, LocalDate? On)
{
    public CountedEntry As(Quantity contribution, string? key = null) => new(Entry.Id, Entry.Revision, Entry.KnownFrom, On, contribution, key);

    public LeftOutEntry Left(LeftOutRule rule, string? dimension = null) => new(Entry.Id, Entry.Revision, Entry.KnownFrom, On, rule, dimension);
}

internal sealed record Selected(List<Picked> Counted, List<LeftOutEntry> LeftOut);
