using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using static CaseStudies.Tests.History;

namespace CaseStudies.Tests.Indicators;

/// <summary>Short words for the formulas and facts that indicator tests are made of.</summary>
internal static class Lab
{
    public static readonly Show Sessions = new(Counted.Sessions, new("回", "sessions"));
    public static readonly Show Visits = new(Counted.Attendances, new("人", "people"));
    public static readonly Show People = new(Counted.People, new("人", "people"));
    public static readonly Show Things = new(Counted.Things, new("kg", "kg"));
    public static readonly Show HoursShown = new(Counted.Hours, new("時間", "hours"));
    public static readonly Show Percent = new(Counted.Share, new("%", "%"), Percent: true);
    public static readonly Show EachSession = new(Counted.Rate, new("人/回", "people a session"), 1);

    public static ImmutableSortedDictionary<string, ImmutableArray<string>> Where(params (string Dimension, string Value)[] conditions) =>
        conditions.GroupBy(c => c.Dimension).ToImmutableSortedDictionary(g => g.Key, g => g.Select(c => c.Value).ToImmutableArray(), StringComparer.Ordinal);

    public static Selection Of(string kind, params (string Dimension, string Value)[] conditions) =>
        new(kind, conditions.Length == 0 ? null : Where(conditions));

    public static Count CountOf(string kind, params (string Dimension, string Value)[] conditions) => new(Of(kind, conditions));

    public static Sum Heads(params (string Dimension, string Value)[] conditions) =>
        new(Of("participants_counted", [("scheme", "audience"), ("unit", "people"), .. conditions]), "count");

    public static Distinct PeopleIn(params string[] kinds) => new([.. kinds.Select(k => Of(k))], "person");

    public static SessionHeld Held(int session, string on, string strand = "cafe") => new(Session(session), S(strand), D(on));

    public static ParticipantsCounted Youth(int session, int count, string? part = null) =>
        new(Session(session), S("audience"), S("youth"), count, Part: part is null ? null : S(part));

    /// <summary>One session with so many young people.</summary>
    public static History OneSession(int youth) => History.Opened().Given(Held(1, "2025-05-10"), Youth(1, youth));

    public static PersonAttended Attended(int person, int session) => new(P(person), Session(session));

    public static PersonEnrolled Enrolled(int person, string on) => new(P(person), S("participant"), D(on), LawfulBasis.Consent);

    public static ConsultationReceived Consulted(string on, int? person = null) => new(D(on), S("telephone"), Person: person is { } p ? P(p) : null);

    public static QuantityObserved Harvest(string value, string on) => new(S("harvest"), Quantity.Parse(value), S("kilogram"), D(on));

    public static PersonLeft Left(int person, string on) => new(P(person), D(on));

    public static PartnerLinked Linked(string partner, string on) => new(S(partner), T(partner), S("npo"), S("host"), D(on));

    public static PeopleMerged Merged(int kept, int merged) => new(P(kept), P(merged), D("2025-09-01"));

    /// <summary>Limited to keys with at least so many entries of a kind, on any day up to the last.</summary>
    public static Selection By(this Selection selection, Selection members, int atLeast = 1, string? key = null, MembershipDays over = MembershipDays.Ever) =>
        selection with { Who = new(members, over, atLeast, key) };

    public static Selection Within(this Selection selection, InForce when) => selection with { InForce = when };

    public static Sum Harvested => new(Of("quantity_observed", ("quantity", "harvest"), ("unit", "kilogram")), "value");

    /// <summary>The part of a role as what was counted and what was left out by which rule.</summary>
    public static (string Counted, string LeftOut) Part(this Figure figure, string role)
    {
        var part = figure.Derivation.Parts.Single(p => p.Role == role);
        return (string.Join(" ", part.Counted.Select(c => c.Contribution)),
            string.Join(" ", part.LeftOut.Select(l => l.Dimension is null ? $"{l.Rule}" : $"{l.Rule}:{l.Dimension}")));
    }

    public static (FigureStatus Status, string? Ja, string? En, string? Arithmetic) Told(this Figure figure) =>
        (figure.Status, figure.Shown?.Ja, figure.Shown?.En, figure.Derivation.Arithmetic?.Ja);

    public static IEnumerable<string> NotesIn(this Figure figure, Language language) => figure.Derivation.Notes.Select(n => n.In(language));
}
