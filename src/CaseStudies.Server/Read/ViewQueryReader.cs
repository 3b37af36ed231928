using System.Globalization;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Problems;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>Reads <see cref="ViewQuery"/> from the query string: <c>from</c>, <c>to</c>, <c>knownAt</c>, <c>version</c>.</summary>
internal static class ViewQueryReader
{
    /// <exception cref="MalformedException">A parameter is not written correctly; the sentence says which one and how to write it.</exception>
    public static ViewQuery Read(HttpRequest request, Slug? indicator = null)
    {
        var (knownAt, version) = (Known(request), Number(request, "version"));
        if (knownAt is not null && version is not null)
            throw new MalformedException(new("knownAt と version は、どちらか一方だけを書いてください。", "Give either 'knownAt' or 'version', not both."));
        return new(AddressPeriod.Read(request), knownAt, version, indicator, indicator is null ? null : Number(request, "definitionVersion"));
    }

    /// <summary>A whole number from 0; null where it is not given.</summary>
    public static int? Number(HttpRequest request, string name) => request.Query[name] switch
    {
        [] => null,
        [var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw new MalformedException(new(
            $"{name} は 0 から {int.MaxValue} までの整数で、一つだけ書いてください。", $"'{name}' must be one whole number from 0 to {int.MaxValue}.")),
    };

    /// <summary>A kind of fact; null where none is given.</summary>
    public static string? Kind(HttpRequest request) => request.Query["kind"] switch
    {
        [] or [""] => null,
        [var kind] when kind is not null && InitiativeEventCatalogue.Facts.ContainsKey(kind) => kind,
        _ => throw new MalformedException(new(
            "kind には記録の種類を一つ書いてください(例:session_held)。", "'kind' must be one kind of fact, for example session_held.")),
    };

    /// <summary>An instant; null where it is not given.</summary>
    public static Instant? Moment(HttpRequest request, string name) => request.Query[name] switch
    {
        [] => null,
        [var text] when WrittenTime.Parse(text ?? "") is { } instant => instant,
        _ => throw new MalformedException(new(
            $"{name} には日時を一つ、UTC との差も付けて、2026-01-31T23:59:59+09:00 や 2026-01-31T14:59:59Z のように書いてください。",
            $"'{name}' must be one date and time with its offset from UTC, like 2026-01-31T23:59:59+09:00 or 2026-01-31T14:59:59Z.")),
    };

    private static KnownAt? Known(HttpRequest request) => request.Query["knownAt"] switch
    {
        [] => null,
        [var text] when KnownAt.TryParse(text ?? "", out var knownAt) => knownAt,
        _ => throw new MalformedException(new(
            "knownAt には日付か、UTC との差を付けた日時を一つ、2026-01-31 や 2026-01-31T23:59:59+09:00 のように書いてください。",
            "'knownAt' must be one day, like 2026-01-31, or one date and time with its offset from UTC, like 2026-01-31T23:59:59+09:00.")),
    };
}
