using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Domain;

/// <summary>Reads dates and months. The years 1000 to 2999 are accepted: calculations cannot overflow, and every store keeps them.</summary>
public static class Dates
{
    public const int FirstYear = 1000;
    public const int LastYear = 2999;

    /// <exception cref="FormatException">Not a day of the calendar, or outside these years.</exception>
    public static LocalDate Parse(string text) => Ends(text) && LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day } && Holds(day.Year)
        ? day
        : throw new FormatException("A date is a calendar day in the years 1000 to 2999, written like 2025-04-01.");

    /// <exception cref="FormatException">As for <see cref="Parse"/>.</exception>
    public static YearMonth ParseMonth(string text) =>
        Ends(text) && YearMonthPattern.Iso.Parse(text) is { Success: true, Value: var month } && Holds(month.Year)
        ? month
        : throw new FormatException("A month lies in the years 1000 to 2999 and is written like 2025-04.");

    /// <summary>NodaTime's patterns take U+0000 for the end of the text and ignore what follows, so it is refused first.</summary>
    private static bool Ends(string text) => !text.Contains('\0', StringComparison.Ordinal);

    private static bool Holds(int year) => year is >= FirstYear and <= LastYear;
}
