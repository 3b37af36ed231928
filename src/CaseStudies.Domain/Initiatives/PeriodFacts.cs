using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Domain.Initiatives;

/// <summary>
/// A period is in review, closed or reopened from this event on. Closing changes no figure and refuses nothing: whatever changes the period later is
/// accepted, and stays in the list of that closing.
/// </summary>
/// <param name="From">With <paramref name="To"/>, both included: the days of the period.</param>
/// <param name="On">The day of the decision.</param>
/// <param name="Cause">Why it was reopened; required for reopening.</param>
public sealed record PeriodMarked(
    [property: Dimension] PeriodState State, LocalDate From, LocalDate To, LocalDate On, ReasonCode? Cause = null, PrivateText? Note = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override string Identity => $"period:{PeriodStanding.KeyOf(From, To)}:{Kebab.FromEnum(State)}";
}

/// <summary>The state of a period. A period that was never marked is open.</summary>
public enum PeriodState { InReview, Closed, Reopened }

/// <summary>The last mark of a period.</summary>
/// <param name="Version">The stream version of the mark. A closed period is what was known at that version.</param>
public sealed record PeriodStanding(PeriodState State, LocalDate From, LocalDate To, int Version, Instant At)
{
    internal static string KeyOf(LocalDate from, LocalDate to) => $"{LocalDatePattern.Iso.Format(from)}/{LocalDatePattern.Iso.Format(to)}";

    internal static PeriodStanding FromMark(PeriodMarked mark, int version, Instant at) => new(mark.State, mark.From, mark.To, version, at);

    internal string Key => KeyOf(From, To);
}
