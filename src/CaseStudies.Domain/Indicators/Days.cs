using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>The days counted for a formula. Both ends are included; the start may be open.</summary>
internal sealed record Days(LocalDate? From, LocalDate To)
{
    public static Days Resolve(When? when, Period period) => when switch
    {
        null => new(period.From, period.To),
        { Month: { } month } => OfMonth(month),
        { From: var from, To: var to } => new(from, to ?? period.To),
    };

    /// <summary>The same days one year earlier. The last day of a month stays the last day of its month, so February is whole.</summary>
    public Days YearBefore()
    {
        var to = To.PlusYears(-1);
        return new(From?.PlusYears(-1), To == OfMonth(To.ToYearMonth()).To ? OfMonth(to.ToYearMonth()).To : to);
    }

    public static Days OfMonth(YearMonth month) => new(month.OnDayOfMonth(1), month.OnDayOfMonth(month.Calendar.GetDaysInMonth(month.Year, month.Month)));

    /// <summary>Every day from the first to the last, both included; none where the last is before the first.</summary>
    public static IEnumerable<LocalDate> Each(LocalDate from, LocalDate to)
    {
        for (var day = from; day <= to; day = day.PlusDays(1))
            yield return day;
    }

    /// <summary>The days in both.</summary>
    public Days Within(Days other) => new(From is { } a && other.From is { } b ? LocalDate.Max(a, b) : From ?? other.From, LocalDate.Min(To, other.To));

    public bool Contain(LocalDate day) => (From is not { } from || day >= from) && day <= To;
}
