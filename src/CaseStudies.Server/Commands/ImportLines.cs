using CaseStudies.Domain;
using CaseStudies.Server.Import;
using CaseStudies.Server.Read;

namespace CaseStudies.Server.Commands;

/// <summary>What an import is said to do, and what it did, on a terminal.</summary>
internal sealed class ImportLines(TextWriter output, Language language)
{
    private const int Told = 50;

    public async Task AnnouncedAsync(DryRun run)
    {
        var c = run.Counts;
        await SayAsync(
            $"{c.Rows}行:記録する {c.WillBeRecorded}、記録済み {c.AlreadyRecorded}、訂正する {c.Corrects}、手で直された {c.ChangedByHand}、記録できない {c.CannotBe}、対象外 {c.LeftOut}(新しい記録 {c.EntriesRecorded}件、訂正 {c.EntriesCorrected}件)",
            $"{c.Rows} rows: to be recorded {c.WillBeRecorded}, recorded already {c.AlreadyRecorded}, correcting {c.Corrects}, changed by hand {c.ChangedByHand}, cannot be {c.CannotBe}, left out {c.LeftOut} ({c.EntriesRecorded} new entries, {c.EntriesCorrected} corrections)");
        foreach (var problem in run.Remarks)
            await output.WriteLineAsync($"  {Says(problem)}");
        foreach (var row in run.Rows.Where(r => r.Verdict is Verdict.CannotBe or Verdict.ChangedByHand).Take(Told))
            await RowAsync(row);
        foreach (var people in run.People)
            await SayAsync($"  同じ人ですか:{string.Join("、", people.Names)}", $"  One person? {string.Join(", ", people.Names)}");
        var before = run.Figures.Before.ToDictionary(f => f.Indicator, f => Shown(f));
        foreach (var after in run.Figures.After.Where(f => run.Figures.Changed.Contains(f.Indicator)))
            await output.WriteLineAsync($"  {after.Label.In(language)}: {(before.GetValueOrDefault(after.Indicator, "—") is var was && was == Shown(after) ? NotesOnly(was) : $"{was} → {Shown(after)}")}");
    }

    public async Task DoneAsync(ImportProgress done)
    {
        await (done.State switch
        {
            "completed" => SayAsync($"取り込みました。記録または訂正 {done.Entries}件、ID {done.Import}", $"Imported: {done.Entries} entries recorded or corrected, id {done.Import}"),
            "nothing-to-do" => SayAsync("新しいことはありませんでした。", "There was nothing new."),
            _ => SayAsync($"断られた行があるため、取り込みは終わっていません(ID {done.Import})。", $"Some rows were refused, so the import is not complete (id {done.Import})."),
        });
        foreach (var row in (done.Failed ?? []).Take(Told))
            await RowAsync(row);
    }

    public Task SayAsync(string ja, string en) => output.WriteLineAsync(language == Language.Ja ? ja : en);

    private async Task RowAsync(RowLine row)
    {
        foreach (var problem in row.Says.Concat(row.Entries.Select(e => e.Says).OfType<ImportProblem>()))
            await SayAsync($"  シート{row.Sheet} {row.Row}行{problem.Column}:{problem.Ja}", $"  sheet {row.Sheet}, row {row.Row}{(problem.Column is { } column ? $", column {column}" : "")}: {problem.En}");
    }

    private string Shown(GetFigures.Line figure) => figure.Shown?.In(language) ?? "—";

    /// <summary>The value stays, but what is said about it does not.</summary>
    private string NotesOnly(string shown) => language == Language.Ja ? $"{shown}(値は同じ、注記が変わります)" : $"{shown} (the same value, other notes)";

    private string Says(ImportProblem problem) => language == Language.Ja ? problem.Ja : problem.En;
}
