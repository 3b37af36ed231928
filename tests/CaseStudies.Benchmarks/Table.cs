using System.Globalization;

namespace CaseStudies.Benchmarks;

/// <summary>The results as rows of a Markdown table.</summary>
internal static class Table
{
    public const string Head = "| measured | at | p50 ms | p95 ms | against | ratio of p50 |\n|---|---|--:|--:|---|--:|";

    public static string Row(string what, string at, List<double> times, string against = "", List<double>? other = null) => string.Create(CultureInfo.InvariantCulture,
        $"| {what} | {at} | {Percentile(times, 50):0.00} | {Percentile(times, 95):0.00} | {against} | {(other is null ? "" : (Percentile(times, 50) / Percentile(other, 50)).ToString("0.00", CultureInfo.InvariantCulture))} |");

    private static double Percentile(List<double> times, int percent) => times.Order().ElementAt((times.Count - 1) * percent / 100);
}
