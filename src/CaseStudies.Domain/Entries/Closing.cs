using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Entries;

/// <summary>One closing of a period. What was closed is what was known at its version.</summary>
/// <param name="Number">1 for the first time that these days were closed, 2 for the second.</param>
/// <param name="Reopened">The mark that ended it; null while it stands.</param>
public sealed record Closing(LocalDate From, LocalDate To, int Number, int Version, Instant At, PeriodStanding? Reopened)
{
    /// <summary>Whether the period was closed by it when the event of this version came.</summary>
    public bool StandsBefore(int version) => Version < version && !(Reopened?.Version < version);

    /// <summary>Every closing of one period, also those that were reopened.</summary>
    /// <param name="marks">All marks of the period, in their order.</param>
    internal static List<Closing> FromMarks(IEnumerable<PeriodStanding> marks)
    {
        var closings = new List<Closing>();
        foreach (var mark in marks)
        {
            if (closings is [.., { Reopened: null } standing])
                closings[^1] = mark.State == PeriodState.Closed ? standing : standing with { Reopened = mark };
            else if (mark.State == PeriodState.Closed)
                closings.Add(new(mark.From, mark.To, closings.Count + 1, mark.Version, mark.At, null));
        }

        return closings;
    }
}
