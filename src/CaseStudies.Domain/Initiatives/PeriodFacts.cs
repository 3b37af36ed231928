using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Domain.Initiatives;

/// <summary>
/// From here on a period is in review, closed, or reopened. Closing changes no figure and refuses nothing: what is recorded
/// afterwards about its days is accepted, and listed as a restatement until somebody reopens the period.
/// </summary>
/// <param name="From">With <paramref name="To"/> and both included: the days that the period is about.</param>
/// <param name="On">The day on which somebody decided it.</param>
/// <param name="Cause">Why it was reopened; a reopening without one is refused.</param>
public sealed record PeriodMarked(
    [property: Dimension] PeriodState State, LocalDate From, LocalDate To, LocalDate On, ReasonCode? Cause = null, PrivateText? Note = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override string Identity => $"period:{PeriodStanding.KeyOf(From, To)}:{Kebab.Of(State)}";
}

/// <summary>Where a period stands. One that was never marked is open.</summary>
public enum PeriodState { InReview, Closed, Reopened }

/// <summary>A period's last mark.</summary>
/// <param name="Version">The stream version of the mark: what was closed is what was known there.</param>
public sealed record PeriodStanding(PeriodState State, LocalDate From, LocalDate To, int Version, Instant At)
{
    internal static string KeyOf(LocalDate from, LocalDate to) => $"{LocalDatePattern.Iso.Format(from)}/{LocalDatePattern.Iso.Format(to)}";

    internal static PeriodStanding Of(PeriodMarked mark, int version, Instant at) => new(mark.State, mark.From, mark.To, version, at);

    internal string Key => KeyOf(From, To);
}
