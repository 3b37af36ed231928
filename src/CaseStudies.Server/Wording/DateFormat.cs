using System.Globalization;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using NodaTime;
using NodaTime.Text;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Wording;

/// <summary>Dates, periods and times of day as the two languages write them.</summary>
public static class DateFormat
{
    /// <summary>Of lists over several initiatives, of accounts and of forms: an initiative has a zone of its own.</summary>
    public static DateTimeZone Japan { get; } = DateTimeZoneProviders.Tzdb["Asia/Tokyo"];

    /// <summary>The day on which it is now in Japan.</summary>
    public static LocalDate DayOf(Instant now) => now.InZone(Japan).Date;

    public static string Day(LocalDate date, Language language) => DateTexts.Day(date).In(language);

    /// <summary>A day with its weekday, as on a notice.</summary>
    public static string Weekday(LocalDate date, Language language) => language == Language.Ja
        ? $"{Day(date, language)}({"月火水木金土日"[(int)date.DayOfWeek - 1]})"
        : $"{date.DayOfWeek}, {Day(date, language)}";

    public static string Month(LocalDate date, Language language) => Month(date.ToYearMonth(), language);

    public static string Month(YearMonth month, Language language) => DateTexts.Month(month).In(language);

    public static string Span(LocalDate from, LocalDate to, Language language) => from == to ? Day(from, language) : language == Language.Ja
        ? $"{Day(from, language)}から{Day(to, language)}まで"
        : $"{Day(from, language)} to {Day(to, language)}";

    /// <param name="calendar">The organisation's: it decides which periods are called a fiscal year.</param>
    public static string Span(Period period, Language language, FiscalCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(calendar);
        var (span, name) = (Span(period.From, period.To, language), Name(period, language, calendar));
        return name == span ? span : language == Language.Ja ? $"{name}({span})" : $"{name} ({span})";
    }

    /// <summary>The fiscal year without its days; any other period by its days.</summary>
    public static string Name(Period period, Language language, FiscalCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(calendar);
        return calendar.Named(period) is not { } year ? Span(period.From, period.To, language)
            : language == Language.Ja ? string.Create(CultureInfo.InvariantCulture, $"{year}年度")
            : string.Create(CultureInfo.InvariantCulture, $"fiscal year {year}");
    }

    /// <summary>In Japan.</summary>
    public static string Moment(Instant instant, Language language) => Moment(instant, Japan, language);

    /// <summary>A day and a time of day in the given zone.</summary>
    public static string Moment(Instant instant, DateTimeZone zone, Language language)
    {
        var local = instant.InZone(zone).LocalDateTime;
        return $"{Day(local.Date, language)}{(language == Language.Ja ? " " : ", ")}{Time(local.TimeOfDay)}";
    }

    public static string Time(LocalTime time) => LocalTimePattern.CreateWithInvariantCulture("HH:mm").Format(time);

    public static string Iso(LocalDate date) => LocalDatePattern.Iso.Format(date);

    public static string Iso(Instant instant) => InstantPattern.General.Format(instant);

    /// <summary>A year, a month or a day, as far as it is known; any other text as it stands.</summary>
    public static string Partial(string date, Language language)
    {
        ArgumentNullException.ThrowIfNull(date);
        if (LocalDatePattern.Iso.Parse(date) is { Success: true } day)
            return Day(day.Value, language);
        if (YearMonthPattern.Iso.Parse(date) is { Success: true } month)
            return Month(month.Value, language);
        return language == Language.Ja && date.Length == 4 ? date + "年" : date;
    }
}
