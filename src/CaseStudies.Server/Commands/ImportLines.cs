using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Import;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Commands;

/// <summary>What an import would do, and what it did, on a terminal.</summary>
internal sealed class ImportLines(TextWriter output, Language language)
{
    private const int RowsShown = 50;

    public async Task AnnouncedAsync(DryRun run)
    {
        var c = run.Counts;
        await SayAsync(
            $"{c.Rows}行: 記録する {c.WillBeRecorded}、記録済み {c.AlreadyRecorded}、訂正する {c.Corrects}、手で修正済み {c.ChangedByHand}、記録できない {c.CannotBe}、"
            + $"対象外 {c.LeftOut}(新しい記録 {c.EntriesRecorded}件、訂正 {c.EntriesCorrected}件)",
            $"{EnglishPlurals.Count(c.Rows, "rows")}: {c.WillBeRecorded} to record, {c.AlreadyRecorded} already recorded, {c.Corrects} to correct, "
            + $"{c.ChangedByHand} changed by hand, {c.CannotBe} that cannot be recorded, {c.LeftOut} left out "
            + $"({EnglishPlurals.Count(c.EntriesRecorded, "new entries")}, {EnglishPlurals.Count(c.EntriesCorrected, "corrections")})");
        foreach (var problem in run.Remarks)
            await output.WriteLineAsync($"  {Says(problem)}");
        foreach (var row in run.Rows.Where(IsTold).Take(RowsShown))
            await RowAsync(row);
        foreach (var told in run.People.Select(ImportTexts.Same).Concat(run.Restates.Select(ImportTexts.WouldRestate)))
            await output.WriteLineAsync($"  {told.In(language)}");
        var before = run.Figures.Before.ToDictionary(f => f.Indicator, f => Shown(f));
        foreach (var after in run.Figures.After.Where(f => run.Figures.Changed.Contains(f.Indicator)))
        {
            var (was, now) = (before.GetValueOrDefault(after.Indicator, "—"), Shown(after));
            await output.WriteLineAsync($"  {after.Label.In(language)}: {(was == now ? NotesOnly(was) : $"{was} → {now}")}");
        }
    }

    /// <summary>Rows that cannot be recorded, and those with a note. That a row is a total or a heading goes without saying here.</summary>
    private static bool IsTold(RowLine row) => row.Verdict switch
    {
        Verdict.CannotBe or Verdict.ChangedByHand => true,
        Verdict.LeftOut => row.Says.Count > 1 || row.Says[0].Code == "import-checked-in-again",
        _ => row.Says.Count > 0,
    };

    public async Task DoneAsync(ImportProgress done)
    {
        await (done.State switch
        {
            "completed" => SayAsync(
                $"取り込みました。記録または訂正 {done.Entries}件、ID {done.Import}",
                $"Imported: {EnglishPlurals.Count(done.Entries, "entries")} recorded or corrected (id {done.Import})"),
            "undone" => SayAsync(
                $"元に戻しました。取り込み {done.Import} による記録と訂正は、もう有効ではありません。",
                $"Undone: nothing that the import {done.Import} recorded or corrected is in force any longer."),
            "nothing-to-do" => SayAsync("新しい記録はありませんでした。", "There is nothing new to record."),
            _ => SayAsync($"記録できなかった行があるため、取り込みは完了していません(ID {done.Import})。", $"Some rows were refused, so the import is not complete (id {done.Import})."),
        });
        foreach (var restated in (done.Restates ?? []).Select(ImportTexts.Restated))
            await output.WriteLineAsync($"  {restated.In(language)}");
        foreach (var row in (done.Failed ?? []).Take(RowsShown))
            await RowAsync(row);
    }

    public Task SayAsync(string ja, string en) => output.WriteLineAsync(language == Language.Ja ? ja : en);

    private async Task RowAsync(RowLine row)
    {
        foreach (var problem in row.Says.Concat(row.Entries.Select(e => e.Says).OfType<ImportProblem>()))
        {
            await SayAsync(
                $"  シート{row.Sheet} {row.Row}行{(problem.Column is { } there ? $" {there}列" : "")}: {problem.Ja}",
                $"  sheet {row.Sheet}, row {row.Row}{(problem.Column is { } column ? $", column {column}" : "")}: {problem.En}");
        }
    }

    private string Shown(GetFigures.Line figure) => figure.Shown?.In(language) ?? "—";

    /// <summary>The value stays; the notes beside it change.</summary>
    private string NotesOnly(string shown) => language == Language.Ja ? $"{shown}(値は変わらず、注記が変わります)" : $"{shown} (same value, different notes)";

    private string Says(ImportProblem problem) => language == Language.Ja ? problem.Ja : problem.En;
}
