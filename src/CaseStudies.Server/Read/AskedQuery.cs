using CaseStudies.Domain;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Read;

/// <summary>Reads <see cref="Asked"/> off an address: <c>from</c>, <c>to</c>, <c>knownAt</c>, <c>version</c>.</summary>
internal static class AskedQuery
{
    /// <exception cref="FormatException">A parameter is not of its form; the message says which and how to write it.</exception>
    public static Asked Read(HttpRequest request, Slug? indicator = null)
    {
        var (from, to) = (Date(request, "from"), Date(request, "to"));
        if ((from is null) != (to is null))
            throw new FormatException("Give both 'from' and 'to', or neither.");
        if (from > to)
            throw new FormatException("'to' lies before 'from'.");
        return new(from is { } f ? new(f, to!.Value) : null, KnownAt(request), Version(request), indicator);
    }

    private static LocalDate? Date(HttpRequest request, string name) => request.Query[name] switch
    {
        [] => null,
        [var text] when LocalDatePattern.Iso.Parse(text ?? "") is { Success: true, Value: var date } => date,
        _ => throw new FormatException($"'{name}' is one date, written as in 2025-04-01."),
    };

    private static Instant? KnownAt(HttpRequest request) => request.Query["knownAt"] switch
    {
        [] => null,
        [var text] when InstantPattern.ExtendedIso.Parse(text ?? "") is { Success: true, Value: var instant } => instant,
        _ => throw new FormatException("'knownAt' is one instant in UTC, written as in 2026-01-31T14:59:59Z."),
    };

    private static int? Version(HttpRequest request) => request.Query["version"] switch
    {
        [] => null,
        [var text] when int.TryParse(text, out var version) && version >= 0 => version,
        _ => throw new FormatException("'version' is a whole number, the stream version up to which entries are known."),
    };
}
