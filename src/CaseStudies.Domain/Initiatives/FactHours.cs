using NodaTime;

namespace CaseStudies.Domain.Initiatives;

/// <summary>The hours that a fact states, by its start and end or as a number.</summary>
internal static class FactHours
{
    /// <returns>Null where it states none.</returns>
    public static Quantity? Stated(InitiativeFact fact) => fact switch
    {
        SessionHeld { Start: { } start, End: { } end } => Between(start, end),
        ActivityLogged { Start: { } start, End: { } end } => Between(start, end),
        ActivityLogged { Hours: { } hours } => hours,
        _ => null,
    };

    /// <summary>An end before the start is on the next day.</summary>
    private static Quantity Between(LocalTime start, LocalTime end) =>
        Quantity.FromRatio(end.NanosecondOfDay - start.NanosecondOfDay + (end < start ? NodaConstants.NanosecondsPerDay : 0), NodaConstants.NanosecondsPerHour);
}
