using System.Globalization;

namespace CaseStudies.Benchmarks;

/// <summary>The results as rows of a Markdown table, printed as they come.</summary>
internal static class Table
{
    public static void Head(string title, params string[] columns)
    {
        Console.WriteLine($"\n**{title}**\n");
        Console.WriteLine($"| {string.Join(" | ", columns)} |");
        Console.WriteLine($"|{string.Join('|', columns.Select((_, i) => i == 0 ? "---" : "--:"))}|");
    }

    public static void Row(params string[] cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");

    public static string Number(double value) => value.ToString(value >= 100 ? "#,0" : value >= 10 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    public static string Ratio(double ours, double theirs) => (ours / theirs).ToString("0.00", CultureInfo.InvariantCulture);
}
