using System.Globalization;
using NodaTime;

namespace CaseStudies.Sheets;

/// <summary>Excel's numbers for days: counted from 1900 with a day too many, or on old Macs from 1904.</summary>
internal static class Serials
{
    private const int FalseLeapDay = 60; // "29 February 1900"
    private const int LastDay = 2_958_465; // 31 December 9999

    private static readonly LocalDate s_before1900 = new(1899, 12, 31);
    private static readonly LocalDate s_beforeMarch1900 = new(1899, 12, 30);
    private static readonly LocalDate s_1904 = new(1904, 1, 1);

    /// <summary>The day and time of a number, to the second; null where Excel's calendar has none.</summary>
    public static LocalDateTime? Moment(string number, bool from1904)
    {
        if (Seconds(number) is not { } seconds)
            return null;
        var (day, second) = ((int)(seconds / 86_400), seconds % 86_400);
        return Day(day, from1904) is { } date ? date.At(LocalTime.FromSecondsSinceMidnight((int)second)) : null;
    }

    /// <summary>The time of day of a number, whatever its day.</summary>
    public static LocalTime? Time(string number) =>
        Seconds(number) is { } seconds ? LocalTime.FromSecondsSinceMidnight((int)(seconds % 86_400)) : null;

    /// <summary>Hours, minutes and seconds that go on beyond a day, as 36:00:00.</summary>
    public static string? Elapsed(string number) =>
        Seconds(number) is { } all ? string.Create(CultureInfo.InvariantCulture, $"{all / 3_600:00}:{all / 60 % 60:00}:{all % 60:00}") : null;

    public static LocalDate? Day(int serial, bool from1904) => serial switch
    {
        < 0 or > LastDay => null,
        _ when from1904 => serial <= LastDay - 1_462 ? s_1904.PlusDays(serial) : null,
        0 or FalseLeapDay => null,
        < FalseLeapDay => s_before1900.PlusDays(serial),
        _ => s_beforeMarch1900.PlusDays(serial),
    };

    private static long? Seconds(string number) =>
        decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var serial) && serial <= LastDay + 1
            ? (long)decimal.Round(serial * 86_400, MidpointRounding.AwayFromZero)
            : null;
}
