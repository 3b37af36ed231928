using System.Globalization;
using CaseStudies.Domain;
using CaseStudies.Server.Store;
using NodaTime;

namespace CaseStudies.Server.Projections;

/// <summary>What the ledger has against an event. Every event is a command's, and both are written in one transaction.</summary>
internal static class LedgerCheck
{
    /// <param name="command">As the event names it.</param>
    /// <param name="index">As the event names it.</param>
    /// <param name="incomplete">Takes each command that was passed, and of which not every event was met.</param>
    public static Difference? Against(
        LedgerSpans ledger, Slug organisation, int version, Instant recordedAt, Guid id, string? command, string? index, Action<LedgerSpan> incomplete)
    {
        if (ledger.SpanAt(version, incomplete) is not { } span)
            return new(DifferenceKind.EventUnrecorded, version);
        var place = version - span.First;
        var contradicted = new List<string>(0);
        if (!Guid.TryParseExact(command, "D", out var named) || named != span.Command.Value)
            contradicted.Add("command");
        if (!int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var said) || said != place)
            contradicted.Add("index");
        if (id != EventIds.ForCommand(organisation, span.Command, place))
            contradicted.Add("id");
        if (recordedAt != span.RecordedAt)
            contradicted.Add("recorded_at");
        return contradicted.Count == 0 ? null : new(DifferenceKind.EventContradicted, version, string.Join(", ", contradicted));
    }
}
