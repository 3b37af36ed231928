using NodaTime;

namespace CaseStudies.Sheets.Values;

/// <summary>Weekdays as they stand behind a date: 火, 火曜日, ㈫, Tue.</summary>
internal static class Weekdays
{
    private const string Japanese = "月火水木金土日";

    public static string Ja(IsoDayOfWeek day) => Japanese[(int)day - 1].ToString();

    public static IsoDayOfWeek Parse(string written) => written[0] switch
    {
        >= '\u322A' and <= '\u3230' and var sign => (IsoDayOfWeek)(sign - '\u322A' + 1), // ㈪ to ㈰
        var first when Japanese.Contains(first, StringComparison.Ordinal) => (IsoDayOfWeek)(Japanese.IndexOf(first, StringComparison.Ordinal) + 1),
        _ => Enum.GetValues<IsoDayOfWeek>().First(d => d.ToString().StartsWith(written, StringComparison.Ordinal)),
    };
}
