using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>States with a beginning and an end. A state lasts until the first ending of the same key on or after its beginning, that day included.</summary>
internal sealed class States
{
    private readonly Evaluation _evaluation;
    private readonly InForce _when;
    private readonly Days _within;
    private readonly ILookup<string, LocalDate> _ends;

    public States(Evaluation evaluation, string kind, InForce when, Days within)
    {
        (_evaluation, _when, _within, Endings) = (evaluation, when, within, EndingsOf(kind));
        _ends = evaluation.InForce(Endings).SelectMany(end => Keys(end).Select(key => (Key: key, On: end.OccurredOn!.Value)))
            .ToLookup(e => e.Key, e => e.On, StringComparer.Ordinal);
    }

    /// <summary>The kinds of fact that end the state.</summary>
    public IReadOnlyList<string> Endings { get; }

    public static bool IsState(string kind) => EndingsOf(kind).Count > 0;

    /// <summary>The kinds that are states, for a sentence.</summary>
    public static string Listed { get; } = string.Join(", ", InitiativeEventCatalogue.Facts.Keys.Where(IsState).Order(StringComparer.Ordinal));

    /// <summary>Why a state is left out for these days, or null.</summary>
    public LeftOutRule? Outside(Picked beginning)
    {
        var from = beginning.On!.Value;
        var end = Keys(beginning.Entry.Fact).SelectMany(key => _ends[key]).Where(on => on >= from).Min(on => (LocalDate?)on);
        return from > _within.To ? LeftOutRule.OutsideDays
            : end < (_when == Indicators.InForce.AtEnd ? _within.To : _within.From) ? LeftOutRule.Ended
            : null;
    }

    /// <summary>The kinds of fact that end this one; none for what is no state.</summary>
    public static IReadOnlyList<string> EndingsOf(string kind) => kind switch
    {
        "person_enrolled" => ["person_left"],
        "role_taken" => ["role_ended", "person_left"],
        "partner_linked" => ["partner_unlinked"],
        _ => [],
    };

    /// <summary>
    /// The keys under which a fact begins or ends a state: a role ends by its own end, or with everything of the person, or with everything in its strand.
    /// </summary>
    private IEnumerable<string> Keys(InitiativeFact fact) => fact switch
    {
        PersonLeft { Strand: { } strand } => [$"person {Person(fact)} {strand}"],
        PersonLeft => [$"person {Person(fact)}"],
        PersonEnrolled e => [$"person {Person(fact)}", $"person {Person(fact)} {e.Strand}"],
        RoleTaken r => [$"person {Person(fact)}", $"person {Person(fact)} {r.Strand}", $"role {r.Role} {Person(fact)}"],
        RoleEnded r => [$"role {r.Role} {Person(fact)}"],
        PartnerLinked p => [$"partner {p.Partner}"],
        PartnerUnlinked p => [$"partner {p.Partner}"],
        _ => [],
    };

    private string? Person(InitiativeFact fact) => _evaluation.Dimension(fact, "person");
}
