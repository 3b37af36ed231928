using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>The days of a fiscal year (年度), which is named after the year of its first day.</summary>
/// <remarks>It only translates "fiscal year 2025". A period given by its days does not change.</remarks>
public sealed record FiscalCalendar
{
    /// <summary>Beginning in April, like Japan's public bodies and most organisations; the default where nothing is declared.</summary>
    public static FiscalCalendar April { get; } = new(4);

    /// <summary>The first month, 1 to 12.</summary>
    public int FirstMonth { get; }

    public FiscalCalendar(int firstMonth) => FirstMonth = IsMonth(firstMonth) ? firstMonth : throw new ArgumentOutOfRangeException(nameof(firstMonth));

    public static bool IsMonth(int number) => number is >= 1 and <= 12;

    public Period Year(int year)
    {
        var first = new LocalDate(year, FirstMonth, 1);
        return new(first, first.PlusMonths(12).PlusDays(-1));
    }

    public int YearOf(LocalDate day) => day.Month >= FirstMonth ? day.Year : day.Year - 1;

    /// <summary>The fiscal year that a period covers exactly; null where it is another period.</summary>
    public int? Named(Period period)
    {
        ArgumentNullException.ThrowIfNull(period);
        return YearOf(period.From) is var year && Year(year) == period ? year : null;
    }
}
