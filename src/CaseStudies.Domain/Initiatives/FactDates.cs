using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Domain.Initiatives;

/// <summary>Which days a fact may name at all. What lies outside is a slip of the finger in the year.</summary>
internal static class FactDates
{
    /// <summary>Partners, baselines and the first day of an initiative may be old, but nothing that is recorded here is older than this.</summary>
    public static readonly LocalDate First = new(1900, 1, 1);

    /// <summary>How far ahead anybody announces a session or a rest.</summary>
    public const int YearsAnnounced = 5;

    /// <summary>How far ahead anybody aims.</summary>
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

    /// <summary>Each day that the fact names, with the last one that it may be. What is no plan has its own refusal of the future.</summary>
    private static IEnumerable<(LocalDate Day, LocalDate Last)> Named(InitiativeFact fact, LocalDate today)
    {
        if (fact.OccurredOn is { } on)
            yield return (on, fact.IsAnnouncement ? today.PlusYears(YearsAnnounced) : LocalDate.MaxIsoValue);
        var (to, years) = fact switch
        {
            StrandPaused p => (p.To, YearsAnnounced),
            PersonPaused p => (p.To, YearsAnnounced),
            InitiativePaused p => (p.To, YearsAnnounced),
            TargetSet t => (t.DueBy, YearsAimed),
            _ => ((LocalDate?)null, 0),
        };
        if (to is { } end)
            yield return (end, today.PlusYears(years));
    }
}
