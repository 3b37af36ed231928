using NodaTime;

namespace CaseStudies.Sheets.Values;

/// <summary>
/// The eras in which Japanese offices count years. The first day of a new era is its own, not the old one's too. Days before 1873 are taken by
/// today's calendar, as spreadsheets do; no office writes them.
/// </summary>
public sealed record Era(string Name, char Letter, char Sign, LocalDate First, LocalDate? Last)
{
    public static IReadOnlyList<Era> All { get; } =
    [
        new("明治", 'M', '\u337E', new(1868, 1, 25), new(1912, 7, 29)),
        new("大正", 'T', '\u337D', new(1912, 7, 30), new(1926, 12, 24)),
        new("昭和", 'S', '\u337C', new(1926, 12, 25), new(1989, 1, 7)),
        new("平成", 'H', '\u337B', new(1989, 1, 8), new(2019, 4, 30)),
        new("令和", 'R', '\u32FF', new(2019, 5, 1), null),
    ];

    public static Era? Parse(string written) => All.FirstOrDefault(e =>
        e.Name == written || written is [var c] && (char.ToUpperInvariant(c) == e.Letter || c == e.Sign));

    public static Era? On(LocalDate day) => All.FirstOrDefault(e => day >= e.First && !(day > e.Last));

    public int Year(int ofEra) => First.Year + ofEra - 1;

    /// <summary>Why none of these days lies in the era, with the era in which they lie; null if one does.</summary>
    public SheetMessage? Outside(LocalDate from, LocalDate to)
    {
        if (to >= First && !(from > Last))
            return null;
        var right = On(from) is { } era ? $"{era.Name}{(from.Year == era.First.Year ? "元" : $"{from.Year - era.First.Year + 1}")}年" : $"{from.Year}年";
        var bounds = Last is { } last ? $"{Written(First)}〜{Written(last)}" : $"{Written(First)}〜";
        return new($"{Name}は {bounds} です。この日は{right}です。", $"The era {Name} ({Letter}) ran {bounds}. That day is {right}.");
    }

    private static string Written(LocalDate day) => NodaTime.Text.LocalDatePattern.Iso.Format(day);
}
