using NodaTime;

namespace CaseStudies.Tests.Reference.Naive;

/// <summary>Days that count, both included; a first day of null leaves out nothing.</summary>
internal sealed record Days(LocalDate? First, LocalDate Last)
{
    public bool Hold(LocalDate day) => (First is null || day >= First) && day <= Last;

    public Days Opened => new(null, Last);

    public Days Cut(LocalDate from, LocalDate to) => new(
        First is { } first && first > from ? first : from,
        Last < to ? Last : to);

    /// <summary>The last day of a month stays the last of its month.</summary>
    public Days AYearBefore => new(First?.PlusYears(-1), Last.PlusDays(1).Day == 1 ? Last.PlusDays(1).PlusYears(-1).PlusDays(-1) : Last.PlusYears(-1));
}
