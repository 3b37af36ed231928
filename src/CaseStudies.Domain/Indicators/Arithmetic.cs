using System.Collections.Immutable;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>The numbers from which a value was made, before they become a line of text.</summary>
internal abstract record Arithmetic
{
    public sealed record Entries(int Number) : Arithmetic;
    /// <param name="Terms">Rivals are one term, with both bounds.</param>
    public sealed record Addition(ImmutableArray<FigureValue> Terms) : Arithmetic;
    public sealed record Keys(int Number, int InEntries) : Arithmetic;
    public sealed record Declared : Arithmetic;
    public sealed record Division(FigureValue Of, FigureValue To) : Arithmetic;
    public sealed record OutOf(int Continuing, int Entered) : Arithmetic;
    public sealed record Months(Take Take, ImmutableArray<(YearMonth Month, FigureValue Value)> Values) : Arithmetic;
}
