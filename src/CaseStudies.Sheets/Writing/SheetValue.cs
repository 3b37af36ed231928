using CaseStudies.Domain;
using NodaTime;

namespace CaseStudies.Server.Sheets;

/// <summary>What is written into one cell; the default is a blank. Its type decides how it is written, the column only how it looks.</summary>
internal readonly record struct SheetValue
{
    private SheetValue(object? held) => Held = held;

    public object? Held { get; }

    public static implicit operator SheetValue(string? text) => new(text);
    public static implicit operator SheetValue(int number) => new((Quantity)number);
    public static implicit operator SheetValue(long number) => new(Quantity.Of(number, 1));
    public static implicit operator SheetValue(Quantity number) => new(number);
    public static implicit operator SheetValue(Quantity? number) => new(number);
    public static implicit operator SheetValue(LocalDate date) => new(date);
    public static implicit operator SheetValue(LocalDate? date) => new(date);
    public static implicit operator SheetValue(LocalTime time) => new(time);
    public static implicit operator SheetValue(LocalTime? time) => new(time);
    public static implicit operator SheetValue(Instant instant) => new(instant);
    public static implicit operator SheetValue(Instant? instant) => new(instant);
}
