namespace CaseStudies.Domain.Indicators;

/// <summary>JSON Schema (2020-12) of an <see cref="Indicator"/>, for whoever writes definitions by hand.</summary>
/// <remarks>The form only: what must not be mixed is told by <see cref="IndicatorRules"/>. A test keeps it equal to the types.</remarks>
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
