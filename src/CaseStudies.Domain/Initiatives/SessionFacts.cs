using System.ComponentModel.DataAnnotations;
using NodaTime;

namespace CaseStudies.Domain.Initiatives;

/// <summary>One occasion of a strand took place.</summary>
/// <param name="Start">Local time; with <paramref name="End"/> it gives the hours.</param>
/// <param name="End">Before <paramref name="Start"/>, it is on the next day. The session belongs to the day of its start.</param>
/// <param name="SessionKind">Not named <c>kind</c>, because that member is the kind of the fact.</param>
/// <param name="ProposedBy">The role of those who proposed it (<c>intern</c>), where that matters.</param>
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

/// <summary>A session is announced, with the content of a flyer. Its day may be in the future. A plan does not prove that it was held.</summary>
/// <param name="Capacity">The number of places, in <paramref name="Unit"/>.</param>
/// <param name="Price">In yen; zero is free.</param>
/// <param name="Eligibility">Who may come.</param>
/// <param name="Session">The session held according to this plan, if any.</param>
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
/// A headcount at a session, without names. Zero is a fact. A scheme splits the same people (by age, by role); counts of
/// different schemes are never added. Two counts with the same session, scheme, group and part are rivals; other parts are added.
/// </summary>
/// <param name="Part">A part of the session (one of two doors, morning or afternoon); parts are added.</param>
/// <param name="Overlap">Whether the people recorded by name are among the heads counted; null where they are.</param>
public sealed record ParticipantsCounted(
    [property: Dimension] SessionId Session, [property: Dimension] Slug Scheme, [property: Dimension] Slug Group,
    [property: Measured] [Range(0, ParticipantsCounted.MaximumCount)] int Count,
    [property: Dimension] HeadUnit Unit = HeadUnit.People, [property: Dimension] Slug? Part = null,
    [property: Dimension] NamedOverlap? Overlap = null) : InitiativeFact
{
    /// <summary>More people than live in a ward of Tokyo; a larger number is a typing error.</summary>
    public const int MaximumCount = 1_000_000;

    public override LocalDate? OccurredOn => null;
    public override SessionId? InSession => Session;
}

/// <summary>The unit of a headcount. None converts into another.</summary>
public enum HeadUnit { People, Pairs, Households }

/// <summary>How the people recorded by name at a session overlap with the heads counted there.</summary>
public enum NamedOverlap
{
    /// <summary>Nobody knows: they may be among the heads counted, or come on top.</summary>
    Unknown,
}

/// <summary>One pseudonymous person took part in a session.</summary>
public sealed record PersonAttended(
    [property: Dimension] PersonId Person, [property: Dimension] SessionId Session, [property: Dimension] Slug? Group = null,
    [property: Dimension] Slug? Role = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => null;
    public override SessionId? InSession => Session;
}

/// <summary>A measured number with its unit and source, such as goods harvested or handed out.</summary>
/// <param name="Value">A decimal.</param>
public sealed record QuantityObserved(
    [property: Dimension] Slug Quantity, [property: Measured] Quantity Value, [property: Dimension] Slug Unit, LocalDate On,
    [property: Dimension] Slug? Item = null, [property: Dimension] Slug? Source = null, [property: Dimension] Slug? Strand = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

/// <summary>An activity of a person outside sessions: with start and end times, or a number of hours. An end before the start is on the next day.</summary>
public sealed record ActivityLogged(
    [property: Dimension] PersonId Person, [property: Dimension] Slug Activity, LocalDate On, [property: Measured] Quantity? Hours = null,
    [property: Dimension] Slug? Strand = null, LocalTime? Start = null, LocalTime? End = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

/// <summary>A property of the participants of a session or of a place (countries of origin, languages), one value each.</summary>
/// <param name="On">The day; null where the session has it.</param>
public sealed record AttributeRecorded(
    [property: Dimension] Slug Attribute, [property: Dimension] Slug Value, LocalDate? On = null, [property: Dimension] SessionId? Session = null,
    [property: Dimension] Slug? Source = null, [property: Dimension] Slug? Strand = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override SessionId? InSession => Session;
    public override Slug? InStrand => Strand;
}
