namespace CaseStudies.Benchmarks;

internal static class Statistics
{
    public static double Median(this IReadOnlyCollection<double> values) => values.Percentile(50);

    public static double Percentile(this IReadOnlyCollection<double> values, int percent) => values.Order().ElementAt((values.Count - 1) * percent / 100);
}
