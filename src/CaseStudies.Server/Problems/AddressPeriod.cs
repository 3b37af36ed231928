using CaseStudies.Domain;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Problems;

/// <summary>Reads a period from the query string: <c>from</c> and <c>to</c>, both days included.</summary>
internal static class AddressPeriod
{
    /// <returns>Null where neither is given.</returns>
    /// <exception cref="MalformedException">Only one is given, or one is not a date, or <c>to</c> is before <c>from</c>.</exception>
    public static Period? Read(HttpRequest request)
    {
        var (from, to) = (Day(request, "from"), Day(request, "to"));
        if ((from is null) != (to is null))
            throw new MalformedException(new("from と to は両方書くか、両方省いてください。", "Give both 'from' and 'to', or neither."));
        if (from > to)
            throw new MalformedException(new("to が from より前の日付です。順序を直してください。", "'to' is before 'from'. Swap them."));
        return from is { } f ? new(f, to!.Value) : null;
    }

    /// <summary>One day of the query.</summary>
    /// <returns>Null where it is not given.</returns>
    /// <exception cref="MalformedException">It is not a date.</exception>
    public static LocalDate? Day(HttpRequest request, string name)
    {
        try
        {
            return request.Query[name] switch { [] => null, [var text] => Dates.Parse(text ?? ""), _ => throw new FormatException() };
        }
        catch (FormatException)
        {
            throw new MalformedException(new(
                $"{name} には {Dates.FirstYear} 年から {Dates.LastYear} 年までの日付を一つ、2025-04-01 のように書いてください。",
                $"'{name}' must be one date between the years {Dates.FirstYear} and {Dates.LastYear}, written like 2025-04-01."));
        }
    }
}
