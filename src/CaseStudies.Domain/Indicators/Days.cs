using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>The days that count for a formula; both ends included, the start may be open.</summary>
internal sealed record Days(LocalDate? From, LocalDate To)
{
    public static Days Of(When? when, Period period) => when switch
    {
        null => new(period.From, period.To),
        { Month: { } month } => OfMonth(month),
        { From: var from, To: var to } => new(from, to ?? period.To),
    };

    /// <summary>The same days one year earlier; 29 February becomes the 28th.</summary>
    public static Days YearBefore(When? when, Period period) => Of(
        when is null ? null : when with { Month = when.Month?.PlusMonths(-12), From = when.From?.PlusYears(-1), To = when.To?.PlusYears(-1) },
        new(period.From.PlusYears(-1), period.To.PlusYears(-1)));

    public static Days OfMonth(YearMonth month) => new(month.OnDayOfMonth(1), month.OnDayOfMonth(month.Calendar.GetDaysInMonth(month.Year, month.Month)));

    /// <summary>The days that lie in both.</summary>
    public Days Within(Days other) => new(From is { } a && other.From is { } b ? LocalDate.Max(a, b) : From ?? other.From, LocalDate.Min(To, other.To));

    public bool Contain(LocalDate day) => (From is not { } from || day >= from) && day <= To;
}
