using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

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
        var nameless = new Dictionary<SessionId, FigureValue>();
        foreach (var attendances in _attendances.GroupBy(a => a.Of, a => a.Within))
        {
            foreach (var (session, heads) in Nameless(attendances.Key, [.. attendances]))
                nameless[session] = heads;
        }

        if (nameless.Count > 0)
            Note(Sentences.Nameless(nameless.Count, new(Total(nameless.Values.Select(n => n.Low)), Total(nameless.Values.Select(n => n.High)))));
    }

    /// <summary>
    /// The sessions on any of the given days that meet the conditions: of each the heads, by the scheme with the most, beyond the people named there.
    /// </summary>
    private IEnumerable<(SessionId Session, FigureValue Heads)> Nameless(Selection attendances, List<Days> within)
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
            var beyond = Math.Max(0, most - named.GetValueOrDefault(session.Key));
            var atMost = session.Any(c => c.Overlap == NamedOverlap.Unknown) ? most : beyond;
            if (atMost > 0)
                yield return (session.Key, new(Quantity.FromRatio(beyond, 1), Quantity.FromRatio(atMost, 1)));
        }
    }

    /// <summary>
    /// The people named at sessions of which it is unknown whether the headcounts include them, as terms of the sum of these heads. All of them may come on
    /// top. Where every headcount of the session is in the sum, it is at least the number of people named; of a part of them that cannot be said.
    /// </summary>
    private IEnumerable<FigureValue> PeopleOnTop(List<Picked> headcounts)
    {
        var unknown = headcounts.GroupBy(h => ((ParticipantsCounted)h.Entry.Fact).Session)
            .Where(s => s.Any(h => h.Entry.Fact is ParticipantsCounted { Overlap: NamedOverlap.Unknown })).ToDictionary(s => s.Key, s => s.ToList());
        var attended = Pick(new("person_attended"), new(null, LocalDate.MaxIsoValue)).Counted
            .Where(a => unknown.ContainsKey(((PersonAttended)a.Entry.Fact).Session)).ToLookup(a => ((PersonAttended)a.Entry.Fact).Session);
        AddPart(NamedRole, attended.SelectMany(s => s).Select(a => a.As(0, Dimension(a.Entry.Fact, "person"))), []);
        foreach (var (session, heads) in unknown.Where(s => attended.Contains(s.Key)))
        {
            var named = (Quantity)attended[session].Count();
            var (low, high) = Bounds(heads.Select(h => (ParticipantsCounted)h.Entry.Fact));
            Note(Sentences.OverlapUnknown(heads[0].On!.Value, named, new(low, high)));
            yield return new(IsWhole(session, heads) ? Max(0, named - low) : 0, named);
        }
    }

    /// <summary>The heads of one session: parts and groups are added, of rivals there is a smallest and a largest number.</summary>
    private (Quantity Low, Quantity High) Bounds(IEnumerable<ParticipantsCounted> heads)
    {
        var groups = heads.GroupBy(h => Conflicts.RivalKey(h, book)!).ToList();
        return (Total(groups.Select(g => (Quantity)g.Min(h => h.Count))), Total(groups.Select(g => (Quantity)g.Max(h => h.Count))));
    }

    /// <summary>Whether these headcounts are all that the session has in their scheme and unit.</summary>
    private bool IsWhole(SessionId session, List<Picked> headcounts)
    {
        var (keys, first) = (headcounts.Select(RivalKey).ToHashSet(), (ParticipantsCounted)headcounts[0].Entry.Fact);
        return book.InForce<ParticipantsCounted>().Where(c => c.Session == session && c.Scheme == first.Scheme && c.Unit == first.Unit)
            .All(c => keys.Contains(Conflicts.RivalKey(c, book)!));
    }
}
