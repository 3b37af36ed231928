using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Read;
using NodaTime;

namespace CaseStudies.Server.Import;

/// <summary>What a file would do. Nothing of it is kept.</summary>
/// <param name="File">SHA-256 of the file: the commit is asked for with the same.</param>
/// <param name="Digest">Of all verdicts: sent with the commit, it makes sure that the commit does what is announced here.</param>
/// <param name="MappingFrom">Where the mapping comes from: <c>sent</c>, <c>saved:KEY</c>, <c>template</c> or <c>proposed</c>.</param>
/// <param name="Version">The stream version upon which the verdicts were made.</param>
/// <param name="Rows">The rows that somebody should look at, and the first of the others.</param>
/// <param name="Next">The row after which to go on (<c>after</c>); null: that is all.</param>
/// <param name="Figures">All figures of the period, as they are and as they would be.</param>
internal sealed record DryRun(
    FileHash File, string Digest, ImmutableArray<SheetLine> Sheets, ImportMapping Mapping, string MappingFrom, int Version, VerdictCounts Counts,
    IReadOnlyList<RowLine> Rows, string? Next, IReadOnlyList<ImportProblem> Remarks, IReadOnlyList<SamePerson> People, FigureEffects Figures);

/// <param name="Read">Whether its rows are imported.</param>
internal sealed record SheetLine(int Number, string Name, bool Hidden, bool Read);

/// <summary>How many rows have which verdict, and how many entries follow.</summary>
internal sealed record VerdictCounts(
    int Rows = 0, int WillBeRecorded = 0, int AlreadyRecorded = 0, int Corrects = 0, int ChangedByHand = 0, int CannotBe = 0, int LeftOut = 0,
    int EntriesRecorded = 0, int EntriesCorrected = 0)
{
    public VerdictCounts With(JudgedRow row)
    {
        var next = this with
        {
            Rows = Rows + 1,
            EntriesRecorded = EntriesRecorded + row.Facts.Count(f => f.Verdict == Verdict.WillBeRecorded),
            EntriesCorrected = EntriesCorrected + row.Facts.Count(f => f.Verdict == Verdict.Corrects),
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

/// <summary>One row's verdict, with what it says where it is not plain.</summary>
internal sealed record RowLine(int Sheet, int Row, Verdict Verdict, IReadOnlyList<FactLine> Entries, IReadOnlyList<ImportProblem> Says)
{
    public static RowLine FromRow(JudgedRow row) => new(
        row.At.Sheet, row.At.Row, row.Verdict, [.. row.Facts.Select(FactLine.FromFact)],
        [.. row.Problems, .. row.LeftOut is { } left ? [left] : Array.Empty<ImportProblem>()]);
}

internal sealed record FactLine(
    string Kind, string? Column, Verdict Verdict, JsonObject? From, JsonObject? To, ImportProblem? Says)
{
    public static FactLine FromFact(JudgedFact fact) =>
        new(fact.Kind, fact.Column > 0 ? Sheets.ColumnNames.FromNumber(fact.Column) : null, fact.Verdict,
            (JsonObject?)JsonSerializer.SerializeToNode(fact.From, DomainJson.Options), fact.To?.ToJson(), fact.Says);
}

/// <summary>Two ids that look like one person. Nothing is merged until a person records that they are one.</summary>
/// <param name="Why"><c>same-name</c> but for the way of writing it, or <c>same-reading</c>.</param>
/// <param name="Merge">The fact that says so, ready to be recorded.</param>
internal sealed record SamePerson(
    PersonId Kept, PersonId Other, string Why, ImmutableArray<string> Names, ImmutableArray<string> Places, JsonObject Merge);

internal sealed record FigureEffects(
    LocalDate From, LocalDate To, IReadOnlyList<GetFigures.Line> Before, IReadOnlyList<GetFigures.Line> After, IReadOnlyList<Slug> Changed);

/// <summary>How far an import has come.</summary>
/// <param name="State"><c>open</c>, <c>completed</c>, <c>abandoned</c>; <c>nothing-to-do</c>: it was not begun, as the file says nothing new.</param>
/// <param name="Entries">Entries that it recorded or corrected so far.</param>
/// <param name="Rows">Rows of the file that these come from.</param>
/// <param name="Running">Only while it runs on this machine.</param>
/// <param name="Failed">Rows that the dry run promised and that were refused all the same; while there are any, the import stays open.</param>
internal sealed record ImportProgress(
    ImportId Import, string State, FileHash? File = null, Instant? BegunAt = null, int Entries = 0, int Rows = 0, ImportRunning? Running = null,
    VerdictCounts? Counts = null, IReadOnlyList<RowLine>? Failed = null, int? FailedRows = null);

/// <param name="Phase"><c>checking</c> the whole file, or <c>recording</c>.</param>
internal sealed record ImportRunning(string Phase, int RowsRead, int Promised, int Sent, int Refused);
