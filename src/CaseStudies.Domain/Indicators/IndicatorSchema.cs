namespace CaseStudies.Domain.Indicators;

/// <summary>The JSON Schema (2020-12) of an <see cref="Indicator"/>, for people who write definitions by hand.</summary>
/// <remarks>It describes the form only; <see cref="IndicatorRules"/> has the other rules. A test compares it with the types.</remarks>
public static class IndicatorSchema
{
    public static string Text { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(IndicatorSchema).Assembly.GetManifestResourceStream("indicator.schema.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
