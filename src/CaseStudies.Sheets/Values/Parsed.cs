
namespace CaseStudies.Sheets.Values;

/// <summary>What a cell means, or why it cannot be told: a sentence in both languages for the verdict of a row.</summary>
public readonly record struct Parsed<T>
    where T : struct
{
    public Parsed(T value) => Value = value;

    private Parsed(SheetMessage why) => Why = why;

    /// <summary>Null exactly where there is a reason.</summary>
    public T? Value { get; }

    public SheetMessage? Why { get; }

    public static implicit operator Parsed<T>(T value) => new(value);

    public static implicit operator Parsed<T>(SheetMessage why) => new(why);
}
