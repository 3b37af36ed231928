using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>One revision of one entry as a row of a table.</summary>
/// <param name="RecordedAt">Null, like <paramref name="By"/>, where the book does not have this revision.</param>
/// <param name="State">In force, corrected or withdrawn, with the code of the reason; never its note, which is private.</param>
public sealed record EntryLine(
    EntryId Id, int Revision, int KnownFrom, int? KnownTo, LocalDate? On, LocalizedText Kind, LocalizedText Text, Instant? RecordedAt, string? By,
    string? Source,
    bool InForce, LocalizedText State)
{
    public static EntryLine FromEntry(Entry entry, EntryText text)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(text);
        return FromEntry(entry, entry.Id, entry.Revision, entry.KnownFrom, text.Day(entry.Fact), text);
    }

    internal static EntryLine FromEntry(Entry? entry, EntryId id, int revision, int knownFrom, LocalDate? on, EntryText text) => entry is null
        ? new(id, revision, knownFrom, null, on, new("—", "—"), new("この記録は読めません", "This entry cannot be read"), null, null, null, false, new("不明", "unknown"))
        : new(id, revision, entry.KnownFrom, entry.KnownTo, on ?? text.Day(entry.Fact), Names.OfKind(entry.Kind), text.Describe(entry.Fact),
            entry.RecordedAt, entry.By.Value, entry.Source, entry.InForce, StateOf(entry));

    /// <summary>In force, corrected or withdrawn, with the code of the reason.</summary>
    internal static LocalizedText StateOf(Entry entry)
    {
        if (entry.InForce)
            return new("有効", "in force");
        var what = entry.Superseded ? new LocalizedText("訂正済み", "corrected") : new LocalizedText("取り消し", "withdrawn");
        return entry.ClosedBy is { } reason
            ? what + new LocalizedText($"({Names.Describe(reason.Code).Ja})", $" ({Names.Describe(reason.Code).En})")
            : what;
    }
}
