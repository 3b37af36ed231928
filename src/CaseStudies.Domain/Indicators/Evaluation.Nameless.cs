using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Domain.Indicators;

/// <content>The heads without a name that a figure of named people does not count.</content>
internal sealed partial class Evaluation
{
    /// <summary>The attendances of named people looked at, one by one for months and the like.</summary>
    private readonly List<(Selection Of, Days Within)> _attendances = [];

    /// <summary>Says how many heads at the sessions looked at have no name, as a sum says which sessions have no headcount.</summary>
    private void NoteNameless()
    {
        if (_attendances.Count == 0 || !book.OfKind("participants_counted").Any())
            return;
        var nameless = new Dictionary<SessionId, Quantity>();
        foreach (var attendances in _attendances.GroupBy(a => a.Of, a => a.Within))
        {
            foreach (var (session, heads) in Nameless(attendances.Key, [.. attendances]))
                nameless[session] = heads;
        }

        if (nameless.Count > 0)
            Note(Sentences.Nameless(nameless.Count, Total(nameless.Values)));
    }

    /// <summary>
    /// The sessions on any of the given days that meet the conditions: of each the heads, by the scheme with the most, beyond the people named there.
    /// </summary>
    private IEnumerable<(SessionId Session, Quantity Heads)> Nameless(Selection attendances, List<Days> within)
    {
        var shape = InitiativeEventCatalogue.Facts["person_attended"];
        var (ofSession, groups) = (attendances.Conditions.Where(c => !shape.HasDimension(c.Key)).ToList(), attendances.Admitted("group"));
        var held = book.InForce<SessionHeld>()
            .Where(s => within.Exists(d => d.Contain(s.On)) && ofSession.All(c => c.Value.Contains(s_session.Dimension(s, c.Key) ?? "")))
            .Select(s => s.Session).ToHashSet();
        var named = book.InForce<PersonAttended>().Where(a => held.Contains(a.Session) && (groups.IsEmpty || groups.Contains(a.Group?.Value ?? "")))
            .GroupBy(a => a.Session).ToDictionary(g => g.Key, g => g.Select(a => book.Person(a.Person.Value)).Distinct(StringComparer.Ordinal).Count());
        var heads = book.InForce<ParticipantsCounted>()
            .Where(c => c.Unit == HeadUnit.People && held.Contains(c.Session) && (groups.IsEmpty || groups.Contains(c.Group.Value)));
        foreach (var session in heads.GroupBy(c => c.Session))
        {
            var most = session.GroupBy(c => c.Scheme).Max(scheme => scheme.GroupBy(c => (c.Group, c.Part)).Sum(rivals => (long)rivals.Max(c => c.Count)));
            if (most > named.GetValueOrDefault(session.Key))
                yield return (session.Key, Quantity.FromRatio(most - named.GetValueOrDefault(session.Key), 1));
        }
    }
}
