using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Import;

/// <summary>What importing a file would do, as its page tells it.</summary>
/// <param name="Import">The id of the import that would follow.</param>
/// <param name="File">The SHA-256 of the file.</param>
/// <param name="Digest">As in <see cref="DryRun"/>.</param>
/// <param name="Draft">What the columns were taken for.</param>
/// <param name="Counts">The number of rows, by what would become of them.</param>
/// <param name="Remarks">About the file as a whole.</param>
/// <param name="Figures">The figures that would change.</param>
public sealed record ImportCheck(
    ImportId Import, string File, string Digest, ImportDraft Draft, LocalizedText Kind, ImmutableArray<LocalizedText> Counts, ImmutableArray<ImportRow> Rows,
    bool HasMoreRows, ImmutableArray<LocalizedText> Remarks, ImmutableArray<ChangedFigure> Figures, ImmutableArray<LocalizedText> Restates,
    ImmutableArray<LocalizedText> Warnings, bool SaysSomethingNew)
{
    internal static ImportCheck FromRun(DryRun run, ImportFile file) => new(
        new(Guid.NewGuid()), run.File.Value, run.Digest, ImportDraft.FromMapping(run.Mapping, file), ImportTexts.Name(run.Mapping.Kind),
        ImportTexts.Counts(run.Counts), [.. run.Rows.Select(ImportRow.FromLine)], run.Next is not null,
        [.. run.Remarks.Select(ImportTexts.Said), .. run.People.Select(ImportTexts.Same)],
        [.. run.Figures.After.Where(f => run.Figures.Changed.Contains(f.Indicator))
            .Select(f => ChangedFigure.FromLines(run.Figures.Before.FirstOrDefault(b => b.Indicator == f.Indicator), f))],
        [.. run.Restates.Select(ImportTexts.WouldRestate)], [.. run.Warnings.Select(ImportTexts.Warned)],
        run.Counts.WillBeRecorded + run.Counts.Corrects > 0);
}

/// <summary>A row of the file, with what would become of it and what there is to say about it.</summary>
/// <param name="IsKeptBack">Something of it would not be recorded as it stands in the file.</param>
public sealed record ImportRow(int Sheet, int Row, LocalizedText Verdict, bool IsKeptBack, LocalizedText Entries, ImmutableArray<LocalizedText> Says)
{
    internal static ImportRow FromLine(RowLine row)
    {
        var kinds = row.Entries.GroupBy(e => e.Kind).Select(k => (Name: Names.OfKind(k.Key), Count: k.Count())).ToList();
        return new(row.Sheet, row.Row, ImportTexts.Name(row.Verdict), row.Verdict is Import.Verdict.CannotBe or Import.Verdict.ChangedByHand,
            new(string.Join("、", kinds.Select(k => $"{k.Name.Ja} {k.Count}")), string.Join(", ", kinds.Select(k => $"{k.Name.En}: {k.Count}"))),
            [.. row.Says.Concat(row.Entries.Select(e => e.Says).OfType<ImportProblem>()).Select(ImportTexts.Said)]);
    }
}

/// <summary>What is told beside the form: what a check found, or why something was refused.</summary>
public sealed record ImportTold
{
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Why it was refused; empty where it was not.</summary>
    public ImmutableArray<PublicText> Told { get; init; } = [];

    public ImportCheck? Check { get; init; }

    /// <summary>What the columns were taken for, where that was refused.</summary>
    public ImportDraft? Draft { get; init; }
}

/// <summary>An import that was begun.</summary>
/// <param name="State">As in <see cref="ImportProgress"/>.</param>
/// <param name="Failed">Rows that were refused.</param>
public sealed record ImportDone(
    ImportId Import, string State, NodaTime.Instant? BegunAt, int Entries, int Rows, ImmutableArray<ImportRow> Failed, ImmutableArray<LocalizedText> Restates,
    ImmutableArray<LocalizedText> Warnings)
{
    internal static ImportDone FromProgress(ImportProgress found) => new(
        found.Import, found.State, found.BegunAt, found.Entries, found.Rows, [.. (found.Failed ?? []).Select(ImportRow.FromLine)],
        [.. (found.Restates ?? []).Select(ImportTexts.Restated)], [.. (found.Warnings ?? []).Select(ImportTexts.Warned)]);
}
