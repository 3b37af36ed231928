using NodaTime;

namespace CaseStudies.Domain.Initiatives;

/// <summary>An organisation becomes a cooperating partner. Organisations are named in public; people never are.</summary>
public sealed record PartnerLinked(
    [property: Dimension] Slug Partner, PublicText Name, [property: Dimension] Slug Class, [property: Dimension] Slug Role, LocalDate On,
    [property: Dimension] Slug? Strand = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

/// <summary>The last day of a partnership.</summary>
public sealed record PartnerUnlinked([property: Dimension] Slug Partner, LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
}

/// <summary>An organisation took part in a session.</summary>
public sealed record PartnerAttended([property: Dimension] Slug Partner, [property: Dimension] SessionId Session, [property: Dimension] Slug? Role = null)
    : InitiativeFact
{
    public override LocalDate? OccurredOn => null;
    public override SessionId? InSession => Session;
}

/// <summary>A contact with an organisation: it was informed, asked for cooperation or offered support.</summary>
/// <param name="Name">For an organisation that is not a partner and has no name yet.</param>
public sealed record PartnerContacted(
    [property: Dimension] Slug Partner, [property: Dimension] ContactKind Contact, LocalDate On, PublicText? Name = null,
    [property: Dimension] Slug? Class = null, [property: Dimension] Slug? Strand = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

public enum ContactKind { InformationShared, CollaborationRequested, SupportOffered }

/// <summary>A person is referred to another place.</summary>
/// <param name="Destination">The class of the place (welfare office, hospital), as a key of this initiative's own.</param>
public sealed record ReferralMade(
    [property: Dimension] Slug Destination, LocalDate On, [property: Dimension] PersonId? Person = null, [property: Dimension] Slug? Partner = null,
    [property: Dimension] Slug? Strand = null, PrivateText? Note = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

/// <summary>A person is referred to this initiative.</summary>
/// <param name="Origin">The class of the referring place.</param>
public sealed record ReferralReceived(
    [property: Dimension] Slug Origin, LocalDate On, [property: Dimension] PersonId? Person = null, [property: Dimension] Slug? Partner = null,
    [property: Dimension] Slug? Strand = null, PrivateText? Note = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}

/// <summary>Goods, premises, people or advice given by a partner.</summary>
public sealed record PartnerContributed(
    [property: Dimension] Slug Partner, [property: Dimension] Slug Contribution, LocalDate On, [property: Dimension] Slug? Strand = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override Slug? InStrand => Strand;
}
