using NodaTime;

namespace CaseStudies.Sheets;

/// <summary>What is written into one cell; the default is a blank. Its type decides how it is written, the column only how it looks.</summary>
public readonly record struct SheetValue
{
    private SheetValue(object? held) => Held = held;

    public object? Held { get; }

    public static implicit operator SheetValue(string? text) => new(text);
    public static implicit operator SheetValue(int number) => new((SheetNumber)number);
    public static implicit operator SheetValue(long number) => new((SheetNumber)number);
    public static implicit operator SheetValue(SheetNumber number) => new(number);
    public static implicit operator SheetValue(SheetNumber? number) => new(number);
    public static implicit operator SheetValue(LocalDate date) => new(date);
    public static implicit operator SheetValue(LocalDate? date) => new(date);
    public static implicit operator SheetValue(LocalTime time) => new(time);
    public static implicit operator SheetValue(LocalTime? time) => new(time);
    public static implicit operator SheetValue(Instant instant) => new(instant);
    public static implicit operator SheetValue(Instant? instant) => new(instant);
}
