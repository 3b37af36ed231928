using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Import;

/// <summary>The result of a dry run: what importing the file would do. Nothing is stored.</summary>
/// <param name="File">The SHA-256 of the file, to be sent with the commit.</param>
/// <param name="Digest">A hash of all verdicts. A commit that sends it is refused if it would do something else.</param>
/// <param name="MappingFrom">The source of the mapping: <c>sent</c>, <c>saved:KEY</c>, <c>template</c> or <c>proposed</c>.</param>
/// <param name="Version">The stream version with which the file was compared.</param>
/// <param name="Rows">The rows that need attention, and the first of the others.</param>
/// <param name="Next">The value of <c>after</c> for the next page; null on the last page.</param>
/// <param name="Figures">All figures of the period, before and after the import.</param>
/// <param name="Restates">The closed periods that the import would restate when it is completed.</param>
/// <param name="Warnings">What would look like a slip when it is completed, of the whole file. It can be imported all the same.</param>
internal sealed record DryRun(
    FileHash File, string Digest, ImmutableArray<SheetLine> Sheets, ImportMapping Mapping, string MappingFrom, int Version, VerdictCounts Counts,
    IReadOnlyList<RowLine> Rows, string? Next, IReadOnlyList<ImportProblem> Remarks, IReadOnlyList<SamePerson> People, FigureEffects Figures,
    ImmutableArray<WouldRestate> Restates, ImmutableArray<WarningLine> Warnings);

/// <param name="Read">Whether its rows are imported.</param>
internal sealed record SheetLine(int Number, string Name, bool Hidden, bool Read);

/// <summary>The number of rows for each verdict, and the number of entries.</summary>
/// <param name="WithNotes">Rows about which the sender is told something that keeps nothing back, such as a total that is not the sum of its parts.</param>
internal sealed record VerdictCounts(
    int Rows = 0, int WillBeRecorded = 0, int AlreadyRecorded = 0, int Corrects = 0, int ChangedByHand = 0, int CannotBe = 0, int LeftOut = 0,
    int EntriesRecorded = 0, int EntriesCorrected = 0, int WithNotes = 0)
{
    public VerdictCounts With(JudgedRow row)
    {
        var next = this with
        {
            Rows = Rows + 1,
            EntriesRecorded = EntriesRecorded + row.Facts.Count(f => f.Verdict == Verdict.WillBeRecorded),
            EntriesCorrected = EntriesCorrected + row.Facts.Count(f => f.Verdict == Verdict.Corrects),
            WithNotes = WithNotes + (row.Notes.IsEmpty ? 0 : 1),
        };
        return row.Verdict switch
        {
            Verdict.WillBeRecorded => next with { WillBeRecorded = WillBeRecorded + 1 },
            Verdict.AlreadyRecorded => next with { AlreadyRecorded = AlreadyRecorded + 1 },
            Verdict.Corrects => next with { Corrects = Corrects + 1 },
            Verdict.ChangedByHand => next with { ChangedByHand = ChangedByHand + 1 },
            Verdict.CannotBe => next with { CannotBe = CannotBe + 1 },
            _ => next with { LeftOut = LeftOut + 1 },
        };
    }
}

/// <summary>The verdict of one row, with its facts and messages.</summary>
internal sealed record RowLine(int Sheet, int Row, Verdict Verdict, IReadOnlyList<FactLine> Entries, IReadOnlyList<ImportProblem> Says)
{
    public static RowLine FromRow(JudgedRow row) => new(
        row.At.Sheet, row.At.Row, row.Verdict, [.. row.Facts.Select(FactLine.FromFact)],
        [.. row.Problems, .. row.LeftOut is { } left ? [left] : Array.Empty<ImportProblem>(), .. row.Notes]);
}

internal sealed record FactLine(
    string Kind, string? Column, Verdict Verdict, JsonObject? From, JsonObject? To, ImportProblem? Says)
{
    public static FactLine FromFact(JudgedFact fact) =>
        new(fact.Kind, fact.Column > 0 ? Sheets.ColumnNames.FromNumber(fact.Column) : null, fact.Verdict,
            (JsonObject?)JsonSerializer.SerializeToNode(fact.From, DomainJson.Options), fact.To?.ToJson(), fact.Says);
}

/// <summary>Two ids that may be one person. Nothing is merged until somebody records the merge.</summary>
/// <param name="Why"><c>same-name</c>: the names differ only in spelling; <c>same-reading</c>.</param>
/// <param name="Merge">The fact that merges them, ready to be recorded.</param>
internal sealed record SamePerson(
    PersonId Kept, PersonId Other, string Why, ImmutableArray<string> Names, ImmutableArray<string> Places, JsonObject Merge);

internal sealed record FigureEffects(
    LocalDate From, LocalDate To, IReadOnlyList<GetFigures.Line> Before, IReadOnlyList<GetFigures.Line> After, IReadOnlyList<Slug> Changed);

/// <summary>The progress of an import.</summary>
/// <param name="State">
/// <c>open</c>, <c>completed</c>, <c>abandoned</c>, <c>undone</c>; <c>nothing-to-do</c> if it was not begun because the file says nothing new.
/// </param>
/// <param name="Entries">The number of entries recorded or corrected so far.</param>
/// <param name="Rows">The number of rows from which these entries come.</param>
/// <param name="Running">Set only while the import runs on this machine.</param>
/// <param name="Restates">The closed periods that were restated when it was completed, or if it is undone, by that; absent where there are none.</param>
/// <param name="UndoneAt">When it was undone as a whole; absent where it was not.</param>
/// <param name="Warnings">What looked like a slip when it was completed; absent where nothing did.</param>
/// <param name="Failed">Rows that the dry run accepted and that were refused later. The import stays open because of them.</param>
internal sealed record ImportProgress(
    ImportId Import, string State, FileHash? File = null, Instant? BegunAt = null, int Entries = 0, int Rows = 0, ImportRunning? Running = null,
    VerdictCounts? Counts = null, IReadOnlyList<RowLine>? Failed = null, int? FailedRows = null,
    ImmutableArray<RestatedPeriod>? Restates = null, Instant? UndoneAt = null,
    ImmutableArray<WarningLine>? Warnings = null);

/// <param name="Phase"><c>checking</c> the whole file, or <c>recording</c>.</param>
internal sealed record ImportRunning(string Phase, int RowsRead, int Promised, int Sent, int Refused);
