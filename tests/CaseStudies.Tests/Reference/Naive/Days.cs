using NodaTime;

namespace CaseStudies.Tests.Reference.Naive;

/// <summary>Days that count, both included; a first day of null leaves out nothing.</summary>
internal sealed record Days(LocalDate? First, LocalDate Last)
{
    public bool Hold(LocalDate day) => (First is null || day >= First) && day <= Last;

    /// <summary>The first of them comes after the last.</summary>
    public bool AreNone => First > Last;

    /// <summary>While they are running, those that have come; before and after, all.</summary>
    public Days UpTo(LocalDate? today) => today is { } last && Hold(last) ? this with { Last = last } : this;

    public Days Opened => new(null, Last);

    public Days Cut(LocalDate from, LocalDate to) => new(
        First is { } first && first > from ? first : from,
        Last < to ? Last : to);

    /// <summary>The last day of a month stays the last of its month.</summary>
    public Days AYearBefore => new(First?.PlusYears(-1), Last.PlusDays(1).Day == 1 ? Last.PlusDays(1).PlusYears(-1).PlusDays(-1) : Last.PlusYears(-1));

    public override string ToString() => $"{First:uuuu-MM-dd} to {Last:uuuu-MM-dd}";
}
