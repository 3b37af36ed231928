using NodaTime;

namespace CaseStudies.Domain.Initiatives;

/// <summary>A person is registered in a role. The lawful basis is required.</summary>
public sealed record PersonEnrolled(
    [property: Dimension] PersonId Person, [property: Dimension] Slug Role, LocalDate On, [property: Dimension] LawfulBasis Basis,
    [property: Dimension] bool GuardianConsented = false, [property: Dimension] Slug? Strand = null, PrivateText? Name = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

public enum LawfulBasis { Consent, Contract, LegitimateActivity }

/// <summary>A participant takes on a helping role from this day.</summary>
public sealed record RoleTaken([property: Dimension] PersonId Person, [property: Dimension] Slug Role, LocalDate On, [property: Dimension] Slug? Strand = null)
    : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

/// <summary>The last day of a role. A departure ends every role of the person, or every role in the strand that was left.</summary>
public sealed record RoleEnded([property: Dimension] PersonId Person, [property: Dimension] Slug Role, LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
}

/// <summary>Two ids are the same person: <paramref name="Merged"/> is read as <paramref name="Kept"/>, on all days.</summary>
public sealed record PeopleMerged([property: Dimension] PersonId Kept, [property: Dimension] PersonId Merged, LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override string Identity => $"alias:{Merged}";
}

/// <summary>A person pauses, both days included (examinations, illness). A cohort may excuse it.</summary>
public sealed record PersonPaused([property: Dimension] PersonId Person, LocalDate From, LocalDate To, [property: Dimension] Slug Cause) : InitiativeFact
{
    public override LocalDate? OccurredOn => From;
}

/// <summary>The last day of a person. Enrolling or joining again later is a new beginning.</summary>
/// <param name="Strand">The strand that the person left; null where the person left everything.</param>
public sealed record PersonLeft(
    [property: Dimension] PersonId Person, LocalDate On, [property: Dimension] Slug? Cause = null, [property: Dimension] Slug? Strand = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

/// <summary>A person reaches a stage on the way to taking part (<c>visited</c>, <c>selected</c> …).</summary>
public sealed record StageReached([property: Dimension] PersonId Person, [property: Dimension] Slug Stage, LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
}

/// <summary>One consultation; what was said is in the vault.</summary>
/// <param name="Group">Who asked (a foreign resident, a young person), as a key of this initiative.</param>
public sealed record ConsultationReceived(
    LocalDate On, [property: Dimension] Slug Channel, [property: Dimension] Slug? Topic = null, [property: Dimension] PersonId? Person = null,
    [property: Dimension] Slug? Strand = null, PrivateText? Note = null, [property: Dimension] Slug? Group = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

/// <summary>A testimonial, given with consent. The wording is in the vault.</summary>
public sealed record VoiceRecorded(
    LocalDate On, [property: Dimension] Slug Speaker, PrivateText Words, [property: Dimension] bool PublicationConsented,
    [property: Dimension] Slug? Strand = null, [property: Dimension] PersonId? Person = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

/// <summary>A photo was taken. Where it is kept is in the vault.</summary>
public sealed record PhotoTaken(
    LocalDate On, PrivateText Reference, [property: Dimension] bool PublicationConsented, [property: Dimension] Slug? Strand = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

/// <summary>A note in a book or on a board, or a reply to one, in a thread. The wording is in the vault.</summary>
public sealed record NoteExchanged(
    [property: Dimension] Slug Thread, [property: Dimension] PersonId Person, LocalDate On, [property: Dimension] bool Reply = false,
    [property: Dimension] Slug? Venue = null, [property: Dimension] Slug? Strand = null, PrivateText? Words = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}
