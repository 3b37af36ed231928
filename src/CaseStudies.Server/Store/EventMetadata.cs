using System.Globalization;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using JasperFx.Events;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Store;

/// <summary>Writes an event's provenance to Marten's metadata columns and headers, and reads it back.</summary>
internal static class EventMetadata
{
    private const string Index = "index";
    private const string Source = "source";
    private const string CapturedAt = "capturedAt";
    private const string Import = "import";
    private const string Place = "place";

    /// <summary>An event ready to append. Its id follows from organisation, command and place, so that a retry makes the same id.</summary>
    public static IEvent Attach(Slug organisation, Provenance provenance, object body)
    {
        // By its runtime type, since Event.For would store it under the name of the static type.
        var e = (IEvent)Activator.CreateInstance(typeof(Event<>).MakeGenericType(body.GetType()), body)!;
        e.Id = EventIds.ForCommand(organisation, provenance.Command, provenance.Index);
        e.Timestamp = provenance.RecordedAt.ToDateTimeOffset();
        e.UserName = provenance.By.Value;
        e.CausationId = provenance.Command.ToString();
        e.SetHeader(Index, provenance.Index);
        e.SetHeader(Source, provenance.Source);
        if (provenance.CapturedAt is { } captured)
            e.SetHeader(CapturedAt, InstantPattern.ExtendedIso.Format(captured));
        if (provenance.Origin is { } origin)
        {
            e.SetHeader(Import, origin.Import.ToString());
            e.SetHeader(Place, string.Create(CultureInfo.InvariantCulture, $"{origin.Sheet}:{origin.Row}"));
        }

        return e;
    }

    /// <summary>Reads the provenance of an event that is being appended; its headers are still as they were attached.</summary>
    public static Provenance ReadAppending(IEvent e) => Read(
        e.UserName, Instant.FromDateTimeOffset(e.Timestamp), e.CausationId,
        name => e.Headers is { } h && h.TryGetValue(name, out var value) ? Convert.ToString(value, CultureInfo.InvariantCulture) : null);

    /// <summary>Checks that an event read by Marten has its provenance. The capture time is not read, since Marten changes dates in headers.</summary>
    /// <exception cref="FormatException">As for <see cref="Read"/>.</exception>
    public static void Validate(IEvent e) => Read(
        e.UserName, Instant.FromDateTimeOffset(e.Timestamp), e.CausationId,
        name => name != CapturedAt && e.Headers is { } h && h.TryGetValue(name, out var value) ? Convert.ToString(value, CultureInfo.InvariantCulture) : null);

    /// <summary>Reads the provenance from stored columns, with headers as raw texts of the <c>jsonb</c> (the store's own reader turns dates into
    /// something else).</summary>
    /// <exception cref="FormatException">Something is missing or not of its form: the event was not written by this program.</exception>
    public static Provenance Read(string? by, Instant recordedAt, string? command, Func<string, string?> header) => new(
        new(by ?? ""),
        recordedAt,
        header(CapturedAt) is { } captured ? InstantPattern.ExtendedIso.Parse(captured).GetValueOrThrow() : null,
        new(Guid.TryParseExact(command, "D", out var id) ? id : throw new FormatException("The event names no command.")),
        int.TryParse(header(Index), CultureInfo.InvariantCulture, out var index)
            ? index
            : throw new FormatException("The event names no place in its command."),
        header(Source) ?? throw new FormatException("The event names no source."),
        header(Import) is { } import ? OriginOf(import, header(Place)) : null);

    private static Origin OriginOf(string import, string? place) =>
        Guid.TryParseExact(import, "D", out var id) && place?.Split(':') is [var sheet, var row]
        && int.TryParse(sheet, NumberStyles.None, CultureInfo.InvariantCulture, out var s)
        && int.TryParse(row, NumberStyles.None, CultureInfo.InvariantCulture, out var r)
            ? new(new(id), s, r)
            : throw new FormatException("The event names no place in its import.");
}
