using CaseStudies.Domain;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Read;

/// <summary>Reads a date and time with its offset from UTC: <c>2026-01-31T23:59:59+09:00</c>, <c>2026-01-31T14:59:59Z</c>.</summary>
internal static class WrittenTime
{
    /// <returns>Null for any other text, and outside the years that dates have.</returns>
    public static Instant? Parse(string text)
    {
        // A client that does not encode the address sends its + as a blank.
        var written = text.Split(' ') is [var time, var offset] ? $"{time}+{offset}" : text;
        // NodaTime's patterns take U+0000 for the end of the text.
        return !written.Contains('\0', StringComparison.Ordinal) && OffsetDateTimePattern.ExtendedIso.Parse(written) is { Success: true, Value: var moment }
            && moment.Year is >= Dates.FirstYear and <= Dates.LastYear ? moment.ToInstant() : null;
    }
}
