using System.Collections.Immutable;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <content>Selects entries, and gives each one left out its rule.</content>
internal sealed partial class Evaluation
{
    internal const string MembersRole = "members";
    internal const string SinceRole = "since";
    private const string EndedRole = "ended";
    private const string NamedRole = "named";

    private static readonly FactShape s_session = InitiativeEventCatalogue.Facts["session_held"];

    /// <summary>Goes through every entry of the kind, ordered by day. The first rule that applies leaves the entry out.</summary>
    internal Selected Pick(Selection selection, Days within)
    {
        var members = selection.Who is { } who ? Members(who, within) : null;
        var states = selection.InForce is { } when ? new States(this, selection.Kind, when, within) : null;
        foreach (var kind in states?.Endings ?? [])
            AddEvidence(EndedRole, new(kind), within.To);
        var counted = new List<Picked>();
        var leftOut = new List<LeftOutEntry>();
        var shape = InitiativeEventCatalogue.Facts[selection.Kind];
        var conditions = selection.Conditions.Select(c => new Condition(c.Key, c.Value, shape.DimensionReader(c.Key))).ToArray();
        foreach (var (entry, day) in book.ByDay(selection.Kind))
        {
            var picked = new Picked(entry, day);
            var differing = entry.InForce ? Differing(entry.Fact, conditions) : null;
            LeftOutRule? rule =
                !entry.InForce ? entry.Superseded ? LeftOutRule.Superseded : LeftOutRule.Withdrawn
                : picked.On is not { } on ? LeftOutRule.SessionNotInForce
                : differing is not null ? LeftOutRule.OtherValue
                : (states is null ? within.Contain(on) ? null : LeftOutRule.OutsideDays : states.Outside(picked)) is { } outside ? outside
                : members is not null && !members.Contains(Dimension(entry.Fact, selection.Who!.Key) ?? "") ? LeftOutRule.NotMember
                : null;
            if (rule is null)
                counted.Add(picked);
            else
                leftOut.Add(picked.Left(rule.Value, rule == LeftOutRule.OtherValue ? differing : null));
        }

        if (selection.Kind == "person_attended")
            LeaveOutSameVisits(counted, leftOut);
        return new(counted, leftOut);
    }

    /// <summary>The first dimension in which the fact has another value; null where it meets all conditions.</summary>
    private string? Differing(InitiativeFact fact, Condition[] conditions)
    {
        foreach (var condition in conditions)
        {
            if (!condition.Admitted.Contains(Dimension(fact, condition.Dimension, condition.Own) ?? ""))
                return condition.Dimension;
        }

        return null;
    }

    /// <param name="Own">Reads the dimension of the fact itself; null where only its session has it.</param>
    private readonly record struct Condition(string Dimension, ImmutableArray<string> Admitted, Func<InitiativeFact, string?>? Own);

    /// <summary>A person attends a session once. Of several entries, the one with the smallest id counts, whichever arrived first.</summary>
    private void LeaveOutSameVisits(List<Picked> counted, List<LeftOutEntry> leftOut)
    {
        var visits = new Dictionary<(string?, SessionId), Picked>();
        foreach (var one in counted)
        {
            var key = (Dimension(one.Entry.Fact, "person"), ((PersonAttended)one.Entry.Fact).Session);
            if (!visits.TryGetValue(key, out var other) || one.Entry.Id.Value < other.Entry.Id.Value)
                visits[key] = one;
        }

        if (visits.Count == counted.Count)
            return;
        var kept = visits.Values.ToHashSet();
        leftOut.AddRange(counted.Where(c => !kept.Contains(c)).Select(c => c.Left(LeftOutRule.SameVisitTwice)));
        counted.RemoveAll(c => !kept.Contains(c));
    }

    private HashSet<string> Members(Membership who, Days within)
    {
        var picked = Pick(who.Of, who.Over == MembershipDays.Ever ? within with { From = null } : within);
        MixesForms |= who.Of.ReadsAnswers() && picked.Counted.Select(c => Form.FromFact(c.Entry.Fact)).Distinct().Count() > 1;
        var keys = picked.Counted.GroupBy(c => Dimension(c.Entry.Fact, who.Key) ?? "")
            .Where(g => g.Key.Length > 0 && g.Count() >= who.AtLeast).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        var belonging = picked.Counted.ToLookup(c => Dimension(c.Entry.Fact, who.Key) is { } key && keys.Contains(key));
        CountTowards(who.AtLeast, belonging[true].Select(c => c.Entry.Id));
        AddPart(MembersRole,
            belonging[true].Select(c => c.As(0, Dimension(c.Entry.Fact, who.Key))),
            picked.LeftOut.Concat(belonging[false].Select(c =>
                Dimension(c.Entry.Fact, who.Key) is null ? c.Left(LeftOutRule.OtherValue, who.Key) : c.Left(LeftOutRule.TooFewVisits))));
        return keys;
    }

    /// <summary>The value of the fact in a dimension, or that of its session; a person under the kept id; an answer to an item.</summary>
    internal string? Dimension(InitiativeFact fact, string dimension) =>
        Dimension(fact, dimension, InitiativeEventCatalogue.ShapeOf(fact).DimensionReader(dimension));

    private string? Dimension(InitiativeFact fact, string dimension, Func<InitiativeFact, string?>? own)
    {
        if (own?.Invoke(fact) is { } value)
            return dimension == "person" ? book.Person(value) : value;
        if (dimension.StartsWith(Selection.AnswerPrefix, StringComparison.Ordinal))
            return fact is SurveyResponseRecorded response && response.Answers.TryGetValue(dimension[Selection.AnswerPrefix.Length..], out var answer)
                ? answer.Value
                : null;
        return fact.InSession is { } id && book.Session(id) is { } session && s_session.HasDimension(dimension)
            ? s_session.Dimension(session, dimension)
            : null;
    }
}

/// <summary>An entry with its day (that of its session where it has none of its own).</summary>
internal readonly record struct Picked(Entry Entry, LocalDate? On)
{
    public CountedEntry As(Quantity contribution, string? key = null) => new(Entry.Id, Entry.Revision, Entry.KnownFrom, On, contribution, key);

    public LeftOutEntry Left(LeftOutRule rule, string? dimension = null) => new(Entry.Id, Entry.Revision, Entry.KnownFrom, On, rule, dimension);
}

internal sealed record Selected(List<Picked> Counted, List<LeftOutEntry> LeftOut);
