using System.Collections.Immutable;

namespace CaseStudies.Domain.Indicators;

/// <summary>The numbers from which a value was computed, before they become a line of text.</summary>
internal abstract record Arithmetic
{
    /// <summary>How many terms a line shows; further ones are only counted.</summary>
    public const int MaximumTerms = 80;

    public sealed record Entries(int Number) : Arithmetic;
    /// <param name="Terms">As many as a line may show. Rival counts are one term, with both bounds.</param>
    /// <param name="Number">Of all terms.</param>
    public sealed record Addition(ImmutableArray<FigureValue> Terms, int Number) : Arithmetic;
    public sealed record Keys(int Number, int InEntries) : Arithmetic;
    public sealed record Names(string By, ImmutableArray<string> Of) : Arithmetic;
    /// <param name="Nameless">At most this many people without a name: the heads beyond the named people of each session.</param>
    public sealed record PartlyNamed(int Named, Quantity LargestSession, Quantity Nameless) : Arithmetic;
    public sealed record Declared : Arithmetic;
    public sealed record Spans(CalendarUnit Unit, ImmutableArray<string> Labels) : Arithmetic;
    public sealed record Intervals(CalendarUnit Unit, Take Take, ImmutableArray<Quantity> Lengths) : Arithmetic;
    public sealed record Division(FigureValue Of, FigureValue To) : Arithmetic;
    public sealed record OutOf(int Continuing, int Entered) : Arithmetic;
    public sealed record Changes(int Risen, int Fallen, int Unchanged, Quantity Total) : Arithmetic;
    /// <param name="EachJa">What the values belong to: 各月, 各週, 各回.</param>
    /// <param name="By">The dimension of the labels where they are keys; null for months, weeks and days.</param>
    public sealed record Groups(Take Take, string EachJa, ImmutableArray<(string Label, FigureValue Value)> Values, string? By = null) : Arithmetic;
}
