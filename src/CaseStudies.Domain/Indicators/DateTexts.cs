using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Domain.Indicators;

/// <summary>Days, months and weeks as the two languages write them. Written out here because the program carries no cultures.</summary>
public static partial class DateTexts
{
    private static readonly string[] s_months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    /// <summary>2025年12月6日, 6 December 2025.</summary>
    public static PublicText Day(LocalDate date) => new(
        string.Create(CultureInfo.InvariantCulture, $"{date.Year}年{date.Month}月{date.Day}日"),
        string.Create(CultureInfo.InvariantCulture, $"{date.Day} {s_months[date.Month - 1]} {date.Year}"));

    /// <summary>2025年12月, December 2025.</summary>
    public static PublicText Month(YearMonth month) => new(
        string.Create(CultureInfo.InvariantCulture, $"{month.Year}年{month.Month}月"),
        string.Create(CultureInfo.InvariantCulture, $"{s_months[month.Month - 1]} {month.Year}"));

    /// <summary>A month of every year: 4月, April.</summary>
    /// <param name="month">1 to 12.</param>
    public static PublicText MonthOfYear(int month) => new(string.Create(CultureInfo.InvariantCulture, $"{month}月"), s_months[month - 1]);

    /// <summary>A week by its number in ISO 8601: 2025年第49週, week 49 of 2025.</summary>
    public static PublicText Week(int year, int week) => new(
        string.Create(CultureInfo.InvariantCulture, $"{year}年第{week}週"),
        string.Create(CultureInfo.InvariantCulture, $"week {week} of {year}"));

    /// <summary>The label of a month (<c>2025-12</c>), a week (<c>2025-W49</c>) or a day (<c>2025-12-06</c>) in words; any other text as it stands.</summary>
    internal static PublicText OfLabel(string label) =>
        YearMonthPattern.Iso.Parse(label) is { Success: true } month ? Month(month.Value)
        : LocalDatePattern.Iso.Parse(label) is { Success: true } day ? Day(day.Value)
        : WeekLabel().Match(label) is { Success: true } week ? Week(
            int.Parse(week.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(week.Groups[2].ValueSpan, CultureInfo.InvariantCulture))
        : new(label, label);

    [GeneratedRegex(@"\A([0-9]{4})-W([0-9]{2})\z")]
    private static partial Regex WeekLabel();
}
