using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Domain.Initiatives;

/// <summary>The days that a fact may name. A day outside is a slip in the year.</summary>
internal static class FactDates
{
    /// <summary>The earliest day. Partners, baselines and the first day of an initiative may be old, but not older.</summary>
    public static readonly LocalDate First = new(1900, 1, 1);

    /// <summary>How far ahead a session or a pause may be announced.</summary>
    public const int YearsAnnounced = 5;

    /// <summary>How far ahead a target may be.</summary>
    public const int YearsAimed = 30;

    public static Refusal? Implausible(InitiativeFact fact, LocalDate today)
    {
        foreach (var (day, last) in Named(fact, today))
        {
            if (day < First || day > last)
                return Refusals.DateImplausible(LocalDatePattern.Iso.Format(day), LocalDatePattern.Iso.Format(First), LocalDatePattern.Iso.Format(last));
        }

        return null;
    }

    /// <summary>Each day that the fact names, with the last day allowed. Future days of what is not a plan have a refusal of their own.</summary>
    private static IEnumerable<(LocalDate Day, LocalDate Last)> Named(InitiativeFact fact, LocalDate today)
    {
        if (fact.OccurredOn is { } on)
            yield return (on, fact.IsAnnouncement ? today.PlusYears(YearsAnnounced) : LocalDate.MaxIsoValue);
        var (to, years) = fact switch
        {
            StrandPaused p => (p.To, YearsAnnounced),
            PersonPaused p => (p.To, YearsAnnounced),
            InitiativePaused p => (p.To, YearsAnnounced),
            NarrativeWritten n => (n.To, YearsAnnounced),
            TargetSet t => (t.DueBy, YearsAimed),
            _ => ((LocalDate?)null, 0),
        };
        if (to is { } end)
            yield return (end, today.PlusYears(years));
    }
}
