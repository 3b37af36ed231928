using System.Globalization;
using System.Text.RegularExpressions;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Wording;
using NodaTime;
using NodaTime.Calendars;
using NodaTime.Text;

namespace CaseStudies.Server.Pages;

/// <summary>What the parts of one figure's derivation, and the keys in them, are called.</summary>
/// <remarks>The roles are those that <see cref="DerivationPart"/> lists; one that is not ours stands as it is.</remarks>
public sealed partial class PartNames(EntryText text, Formula formula)
{
    public const string Sessions = "session";
    public const string Keys = "key";

    private const string Session = "session:";
    private const string Key = "key:";

    /// <summary>Whether such entries decide what counts and add nothing of their own.</summary>
    public static bool IsEvidence(string role) => role is "since" or "members" or "ended" or "left" or "paused" or "run" or "sessions" or "merged";

    /// <summary>Parts of one series stand together: the months, the weeks, the sessions, the keys; of a share in each month the same side.</summary>
    public static string SeriesOf(string role) =>
        Spanned(role) is var (_, side) ? side
        : YearMonthPattern.Iso.Parse(role).Success ? "month" : Week(role) is not null ? "week"
        : role.StartsWith(Session, StringComparison.Ordinal) ? Sessions : role.StartsWith(Key, StringComparison.Ordinal) ? Keys : role;

    /// <summary>Over the parts of a series.</summary>
    public Words OfSeries(string series) => series switch
    {
        "month" => new("月ごとの記録", "Entries month by month"),
        "week" => new("週ごとの記録", "Entries week by week"),
        Sessions => new("回ごとの記録", "Entries session by session"),
        Keys when formula is PerKey per => new($"{Names.OfDimension(per.By).Ja}ごとの記録", $"Entries by {Names.OfDimension(per.By).En}"),
        Keys => new("キーごとの記録", "Entries key by key"),
        _ => OfRole(series),
    };

    public Words OfRole(string role)
    {
        ArgumentNullException.ThrowIfNull(role);
        if (Spanned(role) is var (span, _))
            role = span;
        return Fixed(role) ?? Fixed(role.Split(':')[^1])
            ?? (YearMonthPattern.Iso.Parse(role) is { Success: true } month ? new Words(ToldDates.Month(month.Value, Language.Ja), ToldDates.Month(month.Value, Language.En)) : null)
            ?? OfWeek(role)
            ?? (role.StartsWith(Session, StringComparison.Ordinal) ? OfSession(role[Session.Length..]) : null)
            ?? (role.StartsWith(Key, StringComparison.Ordinal) ? Labelled((formula as PerKey)?.By, role[Key.Length..]) : null)
            ?? new(role, role);
    }

    /// <summary>The month or week, and the side of a ratio or share within it.</summary>
    private static (string Span, string Side)? Spanned(string role) =>
        role.Split(':', 2) is [var span, var side] && (YearMonthPattern.Iso.Parse(span).Success || Week(span) is not null) ? (span, side) : null;

    public Words OfStrand(string strand) => text.Term("strand", strand);

    /// <summary>What a key in the part is called: a partner by its name, a person by the pseudonym.</summary>
    public Words OfKey(string role, string key) => Labelled(formula.KeyDimension(role), key);

    private static Words? Fixed(string role) => role switch
    {
        "value" => new("値のもとになる記録", "Entries that make the value"),
        "numerator" => new("分子の記録", "Entries of the numerator"),
        "denominator" => new("分母の記録", "Entries of the denominator"),
        "heads" => new("名前のない参加者を含む人数の記録", "Headcounts, people without names included"),
        "entered" => new("対象の集団に入った記録", "Entries by which people entered"),
        "continuing" => new("継続を示す記録", "Entries that show continuing"),
        "since" => new("期間の始まりを決める記録", "Entries that open the window"),
        "members" => new("対象の人や団体を決める記録", "Entries that decide who is meant"),
        "ended" => new("終わりを示す記録", "Entries that end a state"),
        "left" => new("離脱の記録", "Entries of leaving"),
        "paused" => new("休止の記録", "Entries of pauses"),
        "run" => new("活動していた期間を決める記録", "Entries that decide when the strand ran"),
        "sessions" => new("対象となる回", "Sessions that are meant"),
        "merged" => new("二つのIDを同じ人とする記録", "Entries by which two ids are one person"),
        _ => null,
    };

    private Words OfSession(string id) => SessionId(id) is { } session && text.SessionNamed(session) is { } named ? named : new(id, id);

    private Words Labelled(string? dimension, string key) =>
        dimension is null ? new(key, key) : dimension == "session" ? OfSession(key) : text.Term(dimension, key);

    private static SessionId? SessionId(string id) => Guid.TryParse(id, out var guid) ? new SessionId(guid) : null;

    private static Words? OfWeek(string role)
    {
        if (Week(role) is not var (year, week, monday))
            return null;
        var sunday = monday.PlusDays(6);
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{year}年第{week}週({ToldDates.Span(monday, sunday, Language.Ja)})"),
            string.Create(CultureInfo.InvariantCulture, $"Week {week} of {year} ({ToldDates.Span(monday, sunday, Language.En)})"));
    }

    private static (int Year, int Week, LocalDate Monday)? Week(string role)
    {
        if (WeekRole().Match(role) is not { Success: true } match)
            return null;
        var (year, week) = (int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture));
        return year is >= 1 and <= 9998 && week >= 1 && week <= WeekYearRules.Iso.GetWeeksInWeekYear(year)
            ? (year, week, WeekYearRules.Iso.GetLocalDate(year, week, IsoDayOfWeek.Monday))
            : null;
    }

    [GeneratedRegex(@"\A([0-9]{4})-W([0-9]{2})\z")]
    private static partial Regex WeekRole();
}
