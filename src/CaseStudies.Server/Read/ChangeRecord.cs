using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>One change with the answers to five questions: which record, from what to what, when, who, why.</summary>
/// <param name="What">Recorded, corrected, withdrawn, reinstated; or unreadable.</param>
/// <param name="Version">From which stream version on it is in force; for a row of a file, that of its import's completion.</param>
/// <param name="Event">The stream version of the event that said it.</param>
/// <param name="OnBefore">The day on which it happened, as known before.</param>
/// <param name="From">The content before, in words; absent where there was none.</param>
/// <param name="To">The content after, in words; absent where there is none.</param>
/// <param name="Fields">For a correction, each member that it changed.</param>
/// <param name="Note">The note to the reason, out of the vault; absent where there is none.</param>
/// <param name="NoteErased">There was a note, and it has been erased.</param>
/// <param name="Carried">How many entries stand on the session and went with it.</param>
/// <param name="Restates">The closed periods that it restates by what it says of their days.</param>
internal sealed record ChangeRecord(
    ChangeKind What, int Version, int Event, EntryId? Entry, string Kind, LocalDate? OnBefore, LocalDate? OnAfter, Words? From, Words? To, ImmutableArray<FieldText> Fields,
    Instant RecordedAt, SubjectId By, CommandId? Command, string Source, Origin? Origin, ReasonCode? Reason, string? Note, bool NoteErased, int Carried,
    ImmutableArray<RestatedPeriod> Restates, string? Problem);
