using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Server.Import;

/// <summary>
/// The entries with which a file is compared. Entries of the import itself are excluded, so that a resumed import makes the same plan as at first; the
/// commands that it has recorded already are kept separately.
/// </summary>
internal sealed class ImportBasis
{
    private readonly Dictionary<EntryId, KnownEntry> _entries = [];
    private readonly Dictionary<ImportId, OpenImport> _open = [];
    private readonly HashSet<Guid> _dead = [];
    private readonly HashSet<CommandId> _done = [];
    private readonly Dictionary<(Slug Strand, LocalDate On), List<KnownEntry>> _sessions = [];
    private readonly Dictionary<(SessionId Session, Slug Scheme, Slug Group, Slug? Part), List<KnownEntry>> _counts = [];
    private readonly Dictionary<(PersonId Person, SessionId Session), List<KnownEntry>> _attendances = [];
    private readonly HashSet<PersonId> _enrolled = [];

    /// <param name="import">The import to plan. Its recorded commands count as done.</param>
    public static ImportBasis FromRows(IReadOnlyList<EntryRow> rows, ImportId import)
    {
        var basis = new ImportBasis { Own = ImportState.None };
        var dead = rows.Where(r => r.Kind is EntryRow.ImportAbandoned or EntryRow.ImportUndone).Select(r => r.Origin!.Import).ToHashSet();
        foreach (var row in rows)
            basis.Take(row, import, dead);
        foreach (var entry in basis._entries.Values.Where(e => e.InForce))
            basis.Index(entry);
        return basis;
    }

    public ImportState Own { get; private set; }

    /// <summary>Other imports that are neither completed nor abandoned, the oldest first.</summary>
    public IEnumerable<OpenImport> Open => _open.Values.OrderBy(o => o.Version);

    public bool Has(CommandId command) => _done.Contains(command);

    /// <summary>Whether an import that was abandoned or undone used the command. The ledger keeps it for ever, so it cannot be recorded again.</summary>
    public bool IsDead(Guid command) => _dead.Contains(command);

    public KnownEntry? Entry(EntryId id) => _entries.GetValueOrDefault(id);

    public IEnumerable<KnownEntry> Entries => _entries.Values;

    public IReadOnlyList<KnownEntry> Sessions(Slug strand, LocalDate on) => _sessions.GetValueOrDefault((strand, on)) ?? [];

    public IReadOnlyList<KnownEntry> Counts(ParticipantsCounted c) => _counts.GetValueOrDefault((c.Session, c.Scheme, c.Group, c.Part)) ?? [];

    public IReadOnlyList<KnownEntry> Attendances(PersonAttended a) => _attendances.GetValueOrDefault((a.Person, a.Session)) ?? [];

    public bool IsEnrolled(PersonId person) => _enrolled.Contains(person);

    private void Take(EntryRow row, ImportId own, HashSet<ImportId> dead)
    {
        if (row.Origin is { } origin)
        {
            if (origin.Import == own)
            {
                TakeOwn(row);
                return;
            }

            if (row.IsOfImportItself)
            {
                if (row.Kind == EntryRow.ImportBegun)
                    _open.Add(origin.Import, new(origin.Import, row.Version, row.RecordedAt, row.By));
                else
                    _open.Remove(origin.Import);
                return;
            }

            if (dead.Contains(origin.Import))
            {
                _dead.Add(row.Command!.Value.Value);
                return;
            }
        }

        // What closes an entry of an undone import has nothing to close.
        if ((row.Opens ?? row.Closes) is { } id && (row.Opens is not null || _entries.ContainsKey(id)))
            Touch(row, id);
    }

    private void TakeOwn(EntryRow row)
    {
        if (!row.IsOfImportItself)
            _done.Add(row.Command!.Value);
        else
            Own = row.Kind switch { EntryRow.ImportBegun => ImportState.Open, EntryRow.ImportCompleted => ImportState.Completed, _ => ImportState.Abandoned };
    }

    private void Touch(EntryRow row, EntryId id)
    {
        var before = _entries.GetValueOrDefault(id);
        _entries[id] = new(
            id, row.Version, row.Opens is not null, row.Fact ?? before!.Fact, row.Source == Provenance.Import,
            before?.FirstByImport ?? row.Source == Provenance.Import, row.Origin?.Import);
    }

    private void Index(KnownEntry entry)
    {
        switch (entry.Fact)
        {
            case SessionHeld s:
                Add(_sessions, (s.Strand, s.On), entry);
                break;
            case ParticipantsCounted c:
                Add(_counts, (c.Session, c.Scheme, c.Group, c.Part), entry);
                break;
            case PersonAttended a:
                Add(_attendances, (a.Person, a.Session), entry);
                break;
            case PersonEnrolled e:
                _enrolled.Add(e.Person);
                break;
        }
    }

    private static void Add<TKey>(Dictionary<TKey, List<KnownEntry>> index, TKey key, KnownEntry entry) where TKey : notnull
    {
        if (index.TryGetValue(key, out var list))
            list.Add(entry);
        else
            index.Add(key, [entry]);
    }
}

/// <summary>An entry with its latest content.</summary>
/// <param name="ByImport">Whether its latest content comes from a file: nobody has changed it by hand since.</param>
/// <param name="FirstByImport">Whether its first content comes from a file.</param>
/// <param name="Import">The import of its latest content, which may still be open.</param>
internal sealed record KnownEntry(EntryId Id, int Version, bool InForce, InitiativeFact Fact, bool ByImport, bool FirstByImport, ImportId? Import);

internal sealed record OpenImport(ImportId Import, int Version, Instant BegunAt, SubjectId By);

internal enum ImportState { None, Open, Completed, Abandoned }
