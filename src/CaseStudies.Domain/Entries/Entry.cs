using System.Collections.Immutable;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Entries;

/// <summary>
/// The row of one event in the entries table: it opened an entry, closed one, or closed and reopened one (a correction).
/// Each event has one row, so the table is complete exactly when its versions are those of the stream.
/// </summary>
/// <param name="Version">The stream version of the event, from 1. The row is known from this version on.</param>
/// <param name="Opens">The entry whose content <paramref name="Fact"/> is from now on.</param>
/// <param name="Closes">The entry whose previous content is no longer in force.</param>
/// <param name="Command">The command that made the event; null where that cannot be read.</param>
/// <param name="Origin">For events of an import, which take effect when the import is completed. Sheet 0 and row 0 mean the import itself.</param>
/// <param name="CapturedAt">The time claimed by the device, to the second, if that is later than the recorded one. Nobody asks for any other.</param>
/// <param name="Problem">Why the event cannot be read. The row then opens and closes nothing, and blocks every figure from this version on.</param>
public sealed record EntryRow(
    int Version, Instant RecordedAt, SubjectId By, string Source, string Kind,
    EntryId? Opens, EntryId? Closes, InitiativeFact? Fact, Reason? Reason, string? Problem = null, CommandId? Command = null, Origin? Origin = null,
    Instant? CapturedAt = null)
{
    public const string ImportBegun = "import_begun";
    public const string ImportCompleted = "import_completed";
    public const string ImportAbandoned = "import_abandoned";
    public const string ImportUndone = "import_undone";

    /// <summary>Folds one event. No other row is needed, so a batch, a rebuild and a live append give the same row.</summary>
    /// <exception cref="ArgumentException">Version 0: the store folded the event before it numbered it.</exception>
    public static EntryRow FromEvent(StoredEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        if (e.Version < 1)
            throw new ArgumentException("An event without its stream version cannot be folded into entries.", nameof(e));
        var kind = InitiativeEventCatalogue.KindOf(e.Body);
        return e.Body switch
        {
            InitiativeFact fact => Row(kind, e.Provenance.Entry, null, fact, null),
            EntryCorrected c => Row(kind, c.Entry, c.Entry, c.Replacement, c.Reason),
            EntryWithdrawn w => Row(kind, null, w.Entry, null, w.Reason),
            EntryReinstated r => Row(kind, r.Entry, null, r.Fact, r.Reason),
            ImportBegun i => Import(kind, i.Import, null),
            ImportCompleted i => Import(kind, i.Import, null),
            ImportAbandoned i => Import(kind, i.Import, i.Reason),
            ImportUndone i => Import(kind, i.Import, i.Reason),
            _ => throw new ArgumentException($"No fold for {kind}.", nameof(e)),
        };

        EntryRow Row(string kind, EntryId? opens, EntryId? closes, InitiativeFact? fact, Reason? reason) =>
            new(e.Version, e.Provenance.RecordedAt, e.Provenance.By, e.Provenance.Source, kind, opens, closes, fact, reason, null, e.Provenance.Command,
                e.Provenance.Origin, e.Provenance.CapturedAt is { } captured && captured > e.Provenance.RecordedAt
                    ? Instant.FromUnixTimeSeconds(captured.ToUnixTimeSeconds()) : null);

        EntryRow Import(string kind, ImportId import, Reason? reason) => Row(kind, null, null, null, reason) with { Origin = new(import, 0, 0) };
    }

    /// <summary>Starts, ends or undoes an import, and names no entry itself.</summary>
    public bool IsOfImportItself => Kind is ImportBegun or ImportCompleted or ImportAbandoned or ImportUndone;

    /// <summary>The row of an event that cannot be read: it keeps the version and the reason.</summary>
    public static EntryRow Unreadable(int version, Instant recordedAt, string kind, string problem) =>
        new(version, recordedAt, new("unknown"), "unknown", kind, null, null, null, null, problem);
}

/// <summary>One fact with the half-open interval of stream versions <c>[KnownFrom, KnownTo)</c> during which it was in force.</summary>
/// <param name="Version">
/// The stream version of the event. An entry of an import is known only from the import's completion, which is later; and what an import replaced
/// is known again from the undoing of that import.
/// </param>
/// <param name="Revision">1 for the first content of the entry, 2 after one correction.</param>
/// <param name="KnownTo">Null while in force.</param>
/// <param name="CapturedAt">As for <see cref="EntryRow"/>.</param>
/// <param name="ClosedBy">The reason given when it was corrected or withdrawn.</param>
public sealed record Entry(
    EntryId Id, int Revision, InitiativeFact Fact, int Version, int KnownFrom, int? KnownTo, Instant RecordedAt, SubjectId By, string Source,
    Reason? ClosedBy, bool Superseded, CommandId? Command = null, Origin? Origin = null, Instant? CapturedAt = null)
{
    public bool InForce => KnownTo is null;
    public string Kind => InitiativeEventCatalogue.KindOf(Fact);

    /// <summary>The entries in the order in which they became known.</summary>
    internal static ImmutableArray<Entry> InOrder(IEnumerable<Entry> entries) => [.. entries.OrderBy(e => e.KnownFrom).ThenBy(e => e.Version)];
}

/// <summary>An import that is neither completed nor abandoned: its events are stored but not in force.</summary>
/// <param name="Rows">The number of its events so far.</param>
public sealed record PendingImport(ImportId Import, Instant BegunAt, SubjectId By, int Rows);
