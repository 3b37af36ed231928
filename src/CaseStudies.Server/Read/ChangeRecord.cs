using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>One change with the answers to five questions: which entry, from what to what, when, by whom, why.</summary>
/// <param name="What">Recorded, corrected, withdrawn, reinstated; or unreadable.</param>
/// <param name="Version">The stream version from which it is in force; for a row of a file, that of the import's completion.</param>
/// <param name="Event">The stream version of its event.</param>
/// <param name="OnBefore">The day of the entry as known before.</param>
/// <param name="From">The content before, in words; absent where there was none.</param>
/// <param name="To">The content after, in words; absent where there is none.</param>
/// <param name="Fields">For a correction, each member that it changed.</param>
/// <param name="Note">The note on the reason, from the vault; null where there is none.</param>
/// <param name="NoteErased">Whether there was a note that has been erased.</param>
/// <param name="Carried">The number of entries of the session that moved with it.</param>
/// <param name="Restates">The closed periods that it restated.</param>
internal sealed record ChangeRecord(
    ChangeKind What, int Version, int Event, EntryId? Entry, string Kind, LocalDate? OnBefore, LocalDate? OnAfter, LocalizedText? From, LocalizedText? To,
    ImmutableArray<FieldText> Fields,
    Instant RecordedAt, SubjectId By, CommandId? Command, string Source, Origin? Origin, ReasonCode? Reason, string? Note, bool NoteErased, int Carried,
    ImmutableArray<RestatedPeriod> Restates, string? Problem)
{
    /// <summary>In the list of a closing: whether the period was closed or reopened when the change came. Absent elsewhere.</summary>
    public ListedAs? As { get; init; }
}
