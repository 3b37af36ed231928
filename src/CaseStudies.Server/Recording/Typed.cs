using System.Globalization;
using CaseStudies.Domain;
using CaseStudies.Server.Capture;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Recording;

/// <summary>Reads what people type into a field, full-width digits and signs too. Null: it cannot be read so.</summary>
internal static class Typed
{
    private static readonly LocalTimePattern s_minutes = LocalTimePattern.CreateWithInvariantCulture("H:mm");

    public static PublicText NoDay { get; } = new("日付を選んでください。", "Choose the date.");

    public static PublicText NoMonth { get; } = new("月は 2025-12 のように入力してください。", "Write the month like 2025-12.");

    public static PublicText Listed { get; } = new("一覧から選んでください。", "Choose from the list.");

    public static PublicText Needed { get; } = new("この欄は必ず入力してください。", "This field is needed.");

    public static PublicText NoText { get; } = new(
        $"{PublicText.MaximumLength} 文字までの文章を入力してください。", $"Write at most {PublicText.MaximumLength} characters.");

    public static PublicText NoTime { get; } = new("時刻は 14:30 のように入力してください。", "Write the time like 14:30.");

    public static LocalDate? Day(string typed) => Read(() => Dates.Parse(Plain(typed)));

    public static YearMonth? Month(string typed) => Read(() => Dates.ParseMonth(Plain(typed)));

    public static LocalTime? Time(string typed) => s_minutes.Parse(Plain(typed)) is { Success: true, Value: var time } ? time : null;

    public static int? Whole(string typed) => int.TryParse(Plain(typed), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static Quantity? Number(string typed) => Read(() => Quantity.Parse(Plain(typed)));

    /// <summary>Whether a public text may say it.</summary>
    public static bool IsText(string typed) => PublicText.Unstorable(typed, PublicText.MaximumLength) is null;

    public static string Plain(string typed) => FullWidthNormalizer.Plain(typed) ?? typed;

    private static T? Read<T>(Func<T> read) where T : struct
    {
        try
        {
            return read();
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
