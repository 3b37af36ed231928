using NodaTime;

namespace CaseStudies.Domain.Initiatives;

/// <summary>One occasion of a strand took place.</summary>
/// <param name="Start">Local time; with <paramref name="End"/> it gives the hours.</param>
/// <param name="SessionKind">Not <c>kind</c>: that member says of which kind the fact itself is.</param>
/// <param name="ProposedBy">Role of those whose idea it was (<c>intern</c>), where that matters.</param>
public sealed record SessionHeld(
    [property: Dimension] SessionId Session, [property: Dimension] Slug Strand, LocalDate On,
    LocalTime? Start = null, LocalTime? End = null, [property: Dimension] SessionKind SessionKind = SessionKind.Regular,
    [property: Dimension] Slug? Venue = null, [property: Dimension] Slug? ProposedBy = null, PublicText? Title = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override string Identity => $"session:{Session}";
    public override Slug? InStrand => Strand;
}

public enum SessionKind { Regular, Training, Meeting, Exhibition, VisitReceived, Interview, Outing, Study }

/// <summary>A session is announced for a day, which may still come: what a flyer carries. A plan is no proof of holding.</summary>
/// <param name="Capacity">How many are admitted, in <paramref name="Unit"/>.</param>
/// <param name="Price">In yen; zero is free.</param>
/// <param name="Eligibility">Who may come.</param>
/// <param name="Session">The session that this plan became, where it was held.</param>
public sealed record SessionPlanned(
    [property: Dimension] Slug Strand, LocalDate On, LocalTime? Start = null, LocalTime? End = null, [property: Dimension] Slug? Venue = null,
    [property: Measured] Quantity? Capacity = null, [property: Dimension] HeadUnit Unit = HeadUnit.People, [property: Measured] Quantity? Price = null,
    PublicText? Eligibility = null, PublicText? Booking = null, PublicText? Title = null, [property: Dimension] SessionId? Session = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

/// <summary>A session was announced and did not take place.</summary>
public sealed record SessionCancelled([property: Dimension] Slug Strand, LocalDate On, [property: Dimension] Slug? Cause = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

/// <summary>
/// Heads counted at a session, without names. Zero is a fact. A scheme splits the same heads (by age, by role); counts of
/// different schemes never add. Two counts with the same session, scheme, group and part are rivals; other parts add.
/// </summary>
/// <param name="Part">Two doors, morning and afternoon: parts of one session that add.</param>
public sealed record ParticipantsCounted(
    [property: Dimension] SessionId Session, [property: Dimension] Slug Scheme, [property: Dimension] Slug Group,
    [property: Measured] int Count, [property: Dimension] HeadUnit Unit = HeadUnit.People, [property: Dimension] Slug? Part = null) : InitiativeFact
{
    /// <summary>More heads than a whole ward of Tokyo; a larger number is a slip of the finger.</summary>
    public const int MaximumCount = 1_000_000;

    public override LocalDate? OccurredOn => null;
    public override SessionId? InSession => Session;
}

/// <summary>What one counted head is. None converts into another.</summary>
public enum HeadUnit { People, Pairs, Households }

/// <summary>One pseudonymous person took part in a session.</summary>
public sealed record PersonAttended(
    [property: Dimension] PersonId Person, [property: Dimension] SessionId Session, [property: Dimension] Slug? Group = null,
    [property: Dimension] Slug? Role = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => null;
    public override SessionId? InSession => Session;
}

/// <summary>Goods grown, gathered or handed out; the number with its unit, the source of the number.</summary>
/// <param name="Value">A decimal.</param>
public sealed record QuantityObserved(
    [property: Dimension] Slug Quantity, [property: Measured] Quantity Value, [property: Dimension] Slug Unit, LocalDate On,
    [property: Dimension] Slug? Item = null, [property: Dimension] Slug? Source = null, [property: Dimension] Slug? Strand = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

/// <summary>A piece of a helper's activity outside sessions: from start to end, or so many hours.</summary>
public sealed record ActivityLogged(
    [property: Dimension] PersonId Person, [property: Dimension] Slug Activity, LocalDate On, [property: Measured] Quantity? Hours = null,
    [property: Dimension] Slug? Strand = null, LocalTime? Start = null, LocalTime? End = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

/// <summary>A property of a session's participants or of a place (countries of roots, languages shown), one value each.</summary>
/// <param name="On">The day; none where the session has it.</param>
public sealed record AttributeRecorded(
    [property: Dimension] Slug Attribute, [property: Dimension] Slug Value, LocalDate? On = null, [property: Dimension] SessionId? Session = null,
    [property: Dimension] Slug? Source = null, [property: Dimension] Slug? Strand = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override SessionId? InSession => Session;
    public override Slug? InStrand => Strand;
}
