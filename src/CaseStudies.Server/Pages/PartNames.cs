using System.Globalization;
using System.Text.RegularExpressions;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Wording;
using NodaTime;
using NodaTime.Calendars;
using NodaTime.Text;

namespace CaseStudies.Server.Pages;

/// <summary>The names of the parts of one figure's derivation and of the keys in them.</summary>
/// <remarks>The roles are listed at <see cref="DerivationPart"/>; an unknown one stands as it is.</remarks>
public sealed partial class PartNames(EntryText text, Formula formula)
{
    public const string Sessions = "session";
    public const string Keys = "key";

    private const string Session = "session:";
    private const string Key = "key:";

    /// <summary>Whether the entries of this role only decide what is counted and add nothing to the value.</summary>
    public static bool IsEvidence(string role) =>
        role is "since" or "members" or "ended" or "left" or "paused" or "run" or "sessions" or "tallies" or "merged";

    /// <summary>The series to which a part belongs: months, weeks, sessions or keys; for a share in each month, its numerators or denominators.</summary>
    public static string SeriesOf(string role) =>
        Spanned(role) is var (_, side) ? side
        : YearMonthPattern.Iso.Parse(role).Success ? "month" : Week(role) is not null ? "week"
        : role.StartsWith(Session, StringComparison.Ordinal) ? Sessions : role.StartsWith(Key, StringComparison.Ordinal) ? Keys : role;

    /// <summary>The heading over the parts of a series.</summary>
    public LocalizedText OfSeries(string series) => series switch
    {
        "month" => new("月ごとの記録", "Entries month by month"),
        "week" => new("週ごとの記録", "Entries week by week"),
        Sessions => new("回ごとの記録", "Entries session by session"),
        Keys when formula is PerKey per => new($"{Names.OfDimension(per.By).Ja}ごとの記録", $"Entries by {Names.OfDimension(per.By).En}"),
        Keys => new("キーごとの記録", "Entries key by key"),
        _ => OfRole(series),
    };

    public LocalizedText OfRole(string role)
    {
        ArgumentNullException.ThrowIfNull(role);
        if (Spanned(role) is var (span, _))
            role = span;
        return Fixed(role) ?? Fixed(role.Split(':')[^1])
            ?? (YearMonthPattern.Iso.Parse(role) is { Success: true } month ? (LocalizedText)DateTexts.Month(month.Value) : null)
            ?? OfWeek(role)
            ?? (role.StartsWith(Session, StringComparison.Ordinal) ? OfSession(role[Session.Length..]) : null)
            ?? (role.StartsWith(Key, StringComparison.Ordinal) ? Labelled((formula as PerKey)?.By, role[Key.Length..]) : null)
            ?? new(role, role);
    }

    /// <summary>The month or week, and the side of a ratio or share within it.</summary>
    private static (string Span, string Side)? Spanned(string role) =>
        role.Split(':', 2) is [var span, var side] && (YearMonthPattern.Iso.Parse(span).Success || Week(span) is not null) ? (span, side) : null;

    public LocalizedText OfStrand(string strand) => text.Term("strand", strand);

    /// <summary>The name of a key in the part: a partner's name, a person's pseudonym.</summary>
    public LocalizedText OfKey(string role, string key) => Labelled(formula.KeyDimension(role), key);

    private static LocalizedText? Fixed(string role) => role switch
    {
        "value" => new("値のもとになる記録", "Entries that make up the value"),
        "numerator" => new("分子の記録", "Entries of the numerator"),
        "denominator" => new("分母の記録", "Entries of the denominator"),
        "target" => new("目標の記録", "Targets"),
        "heads" => new("名前のない参加者を含む人数の記録", "Headcounts, including people without a name"),
        "entered" => new("対象の集団に入った記録", "Entries by which people joined the cohort"),
        "completed" => new("修了を示す記録", "Entries that show who completed"),
        "continuing" => new("継続を示す記録", "Entries that show who continued"),
        "since" => new("期間の始まりを決める記録", "Entries that start the period"),
        "members" => new("対象の人や団体を決める記録", "Entries that decide who is included"),
        "ended" => new("終わりを示す記録", "Entries that end a state"),
        "left" => new("離脱の記録", "Departures"),
        "paused" => new("休止の記録", "Pauses"),
        "run" => new("活動していた期間を決める記録", "Entries that decide when the strand ran"),
        "sessions" => new("対象となる回", "Sessions included"),
        "tallies" => new("紙の集計(この式は読まない)", "Paper tallies, which this formula does not read"),
        "merged" => new("二つのIDを同じ人とする記録", "Entries that merge two ids into one person"),
        _ => null,
    };

    private LocalizedText OfSession(string id) => SessionId(id) is { } session && text.SessionNamed(session) is { } named ? named : new(id, id);

    private LocalizedText Labelled(string? dimension, string key) =>
        dimension is null ? new(key, key) : dimension == "session" ? OfSession(key) : text.Term(dimension, key);

    private static SessionId? SessionId(string id) => Guid.TryParse(id, out var guid) ? new SessionId(guid) : null;

    private static LocalizedText? OfWeek(string role)
    {
        if (Week(role) is not var (year, week, monday))
            return null;
        var sunday = monday.PlusDays(6);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{year}年第{week}週({DateFormat.Span(monday, sunday, Language.Ja)})"),
            string.Create(CultureInfo.InvariantCulture, $"Week {week} of {year} ({DateFormat.Span(monday, sunday, Language.En)})"));
    }

    private static (int Year, int Week, LocalDate Monday)? Week(string role)
    {
        if (WeekRole().Match(role) is not { Success: true } match)
            return null;
        var (year, week) = (int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
            int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
        return year is >= 1 and <= 9998 && week >= 1 && week <= WeekYearRules.Iso.GetWeeksInWeekYear(year)
            ? (year, week, WeekYearRules.Iso.GetLocalDate(year, week, IsoDayOfWeek.Monday))
            : null;
    }

    [GeneratedRegex(@"\A([0-9]{4})-W([0-9]{2})\z")]
    private static partial Regex WeekRole();
}
