using System.Globalization;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Problems;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Read;

/// <summary>Reads <see cref="ViewQuery"/> from the query string: <c>from</c>, <c>to</c>, <c>knownAt</c>, <c>version</c>.</summary>
internal static class ViewQueryReader
{
    /// <exception cref="MalformedException">A parameter is not written correctly; the sentence says which one and how to write it.</exception>
    public static ViewQuery Read(HttpRequest request, Slug? indicator = null) =>
        new(AddressPeriod.Read(request), Moment(request, "knownAt"), Number(request, "version"), indicator,
            indicator is null ? null : Number(request, "definitionVersion"));

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
        [var text] when InstantPattern.ExtendedIso.Parse(text ?? "") is { Success: true, Value: var instant } => instant,
        _ => throw new MalformedException(new(
            $"{name} には UTC の日時を一つ、2026-01-31T14:59:59Z のように書いてください。", $"'{name}' must be one date and time in UTC, like 2026-01-31T14:59:59Z.")),
    };
}
