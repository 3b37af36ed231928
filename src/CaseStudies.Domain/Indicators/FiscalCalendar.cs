using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>Which days a fiscal year (年度) has: it is named after the year in which its first day lies.</summary>
/// <remarks>It only says what "fiscal year 2025" means to whoever asks. A period that was declared or asked for by its days stays as it is.</remarks>
public sealed record FiscalCalendar
{
    /// <summary>As Japan's public bodies and most organisations have it; what holds where nothing is declared.</summary>
    public static FiscalCalendar April { get; } = new(4);

    /// <summary>From 1 to 12.</summary>
    public int FirstMonth { get; }

    public FiscalCalendar(int firstMonth) => FirstMonth = IsMonth(firstMonth) ? firstMonth : throw new ArgumentOutOfRangeException(nameof(firstMonth));

    public static bool IsMonth(int number) => number is >= 1 and <= 12;

    public Period Year(int year)
    {
        var first = new LocalDate(year, FirstMonth, 1);
        return new(first, first.PlusMonths(12).PlusDays(-1));
    }

    public int YearOf(LocalDate day) => day.Month >= FirstMonth ? day.Year : day.Year - 1;

    /// <summary>Which fiscal year it is, from its first day to its last; null where it is something else.</summary>
    public int? Named(Period period)
    {
        ArgumentNullException.ThrowIfNull(period);
        return YearOf(period.From) is var year && Year(year) == period ? year : null;
    }
}
