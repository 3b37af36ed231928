using System.Globalization;
using CaseStudies.Sheets.Values;
using NodaTime;

namespace CaseStudies.Sheets.Tests.Values;

/// <summary>Days in every form in which offices write them, held against a list that was made with nothing but the first days of the eras.</summary>
public sealed class DateTests
{
    private static readonly (string Name, string Letter, string Sign, DateOnly First)[] s_eras =
    [
        ("令和", "R", "㋿", new(2019, 5, 1)), ("平成", "H", "㍻", new(1989, 1, 8)), ("昭和", "S", "㍼", new(1926, 12, 25)), ("大正", "T", "㍽", new(1912, 7, 30)),
            ("明治", "M", "㍾", new(1868, 1, 25)),
    ];

    private static readonly string[] s_days = ["日", "月", "火", "水", "木", "金", "土"];

    [Fact]
    public void Every_day_from_1868_to_2100_is_read_in_every_form()
    {
        var faults = new List<string>();
        var forms = 0;
        for (var day = new DateOnly(1868, 1, 1); day.Year <= 2100; day = day.AddDays(1))
        {
            var written = Written(day).ToList();
            forms = Math.Max(forms, written.Count);
            foreach (var text in Enumerable.Range(0, 5).Select(i => written[(day.DayNumber + (i * 7)) % written.Count]))
            {
                if (OfficeDate.Parse(text).Value != LocalDate.FromDateOnly(day))
                    faults.Add($"{day:O}: {text}");
            }
        }

        Assert.Empty(faults.Take(20));
        Assert.True(forms >= 30, $"{forms} forms");
    }

    [Fact]
    public void Days_without_a_year_fall_into_the_fiscal_year()
    {
        for (var day = new DateOnly(2024, 4, 1); day < new DateOnly(2025, 4, 1); day = day.AddDays(1))
        {
            foreach (var text in new[] { $"{day.Month}/{day.Day}", $"{day.Month}月{day.Day}日", Wide($"{day.Month:00}/{day.Day:00}"),
                $"{day.Month}/{day.Day}({s_days[(int)day.DayOfWeek]})" })
                Assert.Equal(LocalDate.FromDateOnly(day), OfficeDate.Parse(text, new(2024)).Value);
        }

        Assert.Equal(new LocalDate(2025, 1, 5), OfficeDate.Parse("1/5", new(2025, 1)).Value);
        Assert.NotNull(OfficeDate.Parse("2/29", new(2025)).Why);
        Assert.NotNull(OfficeDate.Parse("4/1").Why);
    }

    [Theory]
    [InlineData("平成31年4月30日", "2019-04-30"), InlineData("令和元年5月1日", "2019-05-01"), InlineData("令和1年5月1日", "2019-05-01"), InlineData("R元.5.1", "2019-05-01")]
    [InlineData("昭和64年1月7日", "1989-01-07"), InlineData("平成元年1月8日", "1989-01-08")]
    [InlineData("大正15年12月24日", "1926-12-24"), InlineData("昭和元年12月25日", "1926-12-25"), InlineData("明治45年7月29日", "1912-07-29"), InlineData("大正元年7月30日",
        "1912-07-30"), InlineData("45748", "2025-04-01")]
    public void Eras_change_on_their_days(string text, string day) =>
        Assert.Equal(day, NodaTime.Text.LocalDatePattern.Iso.Format(OfficeDate.Parse(text).Value!.Value));

    [Theory]
    [InlineData("平成31年5月1日", "令和元年"), InlineData("平成32年4月1日", "令和2年"), InlineData("令和元年4月30日", "平成31年"), InlineData("昭和64年1月8日", "平成元年")]
    [InlineData("昭和100年1月1日", "令和7年"), InlineData("H31.5.1", "令和元年"), InlineData("大正15年12月25日", "昭和元年"), InlineData("明治元年1月1日", "1868年")]
    [InlineData("2025/2/29", "日はありません"), InlineData("2025-13-01", "日はありません"), InlineData("2025/4/31", "日はありません"), InlineData("令和7年2月29日", "日はありません")]
    [InlineData("20250230", "日はありません"), InlineData("2025/0/1", "日はありません"), InlineData("0999/1/1", "日はありません")]
    [InlineData("2025/4/1(水)", "火曜日"), InlineData("2025年4月1日(月曜)", "火曜日"), InlineData("25/4/1", "西暦か和暦か"), InlineData("7.4.1", "西暦か和暦か"), InlineData("7年4月1日",
        "西暦か和暦か"), InlineData("'25.4.1", "西暦か和暦か")]
    [InlineData("", "空"), InlineData("  ", "空"), InlineData("未定", "読めません"), InlineData("2025/4", "読めません"), InlineData("2025年4月", "読めません")]
    [InlineData("2025/4-1", "読めません"), InlineData("四月一日", "読めません"), InlineData("4/1〜4/3", "読めません"), InlineData("X7.4.1", "読めません"), InlineData("12345", "読めません")]
    [InlineData("1e5", "読めません"), InlineData("2025/4/1 13:30", "読めません")]
    public void What_is_no_day_is_refused_with_the_reason(string text, string reason)
    {
        var why = OfficeDate.Parse(text).Why;
        Assert.NotNull(why);
        Assert.Contains(reason, why.Ja, StringComparison.Ordinal);
    }

    [Fact]
    public void Months_are_read_in_every_form()
    {
        for (var month = new DateOnly(1868, 2, 1); month.Year <= 2100; month = month.AddMonths(1))
        {
            var (name, letter, _, first) = s_eras.First(e => month.AddMonths(1) > e.First);
            var year = month.Year - first.Year + 1;
            foreach (var text in new[] { $"{month.Year}/{month.Month}", $"{month:yyyy-MM}", $"{month.Year}年{month.Month}月", $"{month:yyyyMM}",
                $"{name}{(year == 1 ? "元" : year)}年{month.Month}月", $"{letter}{year}.{month.Month}", Wide($"{letter}{year}/{month.Month}") })
                Assert.Equal(new YearMonth(month.Year, month.Month), OfficeMonth.Parse(text).Value);
            Assert.Equal(month.Month, OfficeMonth.Parse($"{month.Month}月", new(2025)).Value!.Value.Month);
        }

        Assert.Equal(new YearMonth(2026, 3), OfficeMonth.Parse("3月", new(2025)).Value);
        Assert.Equal(new YearMonth(1989, 1), OfficeMonth.Parse("昭和64年1月").Value);
        Assert.All(["平成31年5月", "令和元年4月", "2025/13", "13月", "", "春", "2025"], t => Assert.NotNull(OfficeMonth.Parse(t, new(2025)).Why));
    }

    private static IEnumerable<string> Written(DateOnly day)
    {
        var (y, m, d, w) = (day.Year, day.Month, day.Day, s_days[(int)day.DayOfWeek]);
        string[] plain = [$"{y}/{m}/{d}", $"{day:yyyy/MM/dd}", $"{day:yyyy-MM-dd}", $"{y}-{m}-{d}", $"{y}.{m}.{d}", $"{y}年{m}月{d}日", $"{day:yyyyMMdd}",
            $" {y}年 {m}月 {d}日 "];
        string[] weekday = [$"{y}年{m}月{d}日({w})", $"{y}/{m}/{d}（{w}）", $"{y}/{m}/{d} {w}曜日", $"{y}/{m}/{d}("
            + day.ToString("ddd", CultureInfo.InvariantCulture) + ")", $"{y}年{m}月{d}日" + "㈰㈪㈫㈬㈭㈮㈯"[(int)day.DayOfWeek]];
        foreach (var text in plain.Concat(weekday).Concat(plain.Select(Wide)))
            yield return text;
        if (day >= s_eras[^1].First)
        {
            var (name, letter, sign, first) = s_eras.First(e => day >= e.First);
            var year = y - first.Year + 1;
            var written = year == 1 ? "元" : $"{year}";
            string[] eras = [$"{name}{written}年{m}月{d}日", $"{name}{year}年{m}月{d}日({w})", $"{letter}{year}.{m}.{d}", $"{letter}{year}/{m}/{d}",
                $"{letter}{written}.{m}.{d}", $"{letter.ToLowerInvariant()}{year:00}-{m:00}-{d:00}", $"{sign}{year}.{m}.{d}", $"{name} {year} 年 {m} 月 {d} 日",
                $"{letter}{year}年{m}月{d}日"];
            foreach (var text in eras.Concat(eras.Select(Wide)))
                yield return text;
        }

        var serial = day.DayNumber - new DateOnly(1899, 12, 30).DayNumber;
        if (serial is >= 20_000 and <= 80_000)
            yield return $"{serial}";
    }

    private static string Wide(string text) => string.Concat(text.Select(c => c is > ' ' and <= '~' ? (char)(c + 0xFEE0) : c == ' ' ? '\u3000' : c));
}
