using CaseStudies.Domain;

namespace CaseStudies.Server.Sheets.Values;

/// <summary>What a cell means, or why it cannot be told: a sentence in both languages for the verdict of a row.</summary>
internal readonly record struct Parsed<T>
    where T : struct
{
    public Parsed(T value) => Value = value;

    private Parsed(PublicText why) => Why = why;

    /// <summary>Null exactly where there is a reason.</summary>
    public T? Value { get; }

    public PublicText? Why { get; }

    public static implicit operator Parsed<T>(T value) => new(value);

    public static implicit operator Parsed<T>(PublicText why) => new(why);
}
