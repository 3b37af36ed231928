using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Read;
using NodaTime;

namespace CaseStudies.Server.Commands;

/// <summary>Holds what is derived against what was published, figure by figure.</summary>
internal sealed class DemoReport(InitiativeReader reader, Recorder recorder)
{
    /// <summary>Prints the table: initiative · figure · published · derived · how.</summary>
    public async Task<(int AsPublished, int All)> CompareAsync(IReadOnlyList<Sample> samples, TextWriter output, CancellationToken cancellation)
    {
        var published = PublishedInitiative.Read(Samples.Folder).ToDictionary(p => p.Id, p => p.Figures);
        var (equal, all) = (0, 0);
        foreach (var sample in samples)
        {
            var view = await reader.ReadAsync(sample.Organisation, sample.Initiative, new(), cancellation);
            await output.WriteLineAsync($"\n{sample.Initiative} ({sample.Profile.Name.Ja}; reconstructed log, {view!.Book.Frontier} events)");
            foreach (var expected in published[sample.Initiative.Value])
            {
                all++;
                var figure = view.Figures.FirstOrDefault(f => f.Indicator.Value == expected.Key);
                var same = figure is { Status: FigureStatus.Computed, Shown: { } shown } && shown.Ja == expected.Text;
                equal += same ? 1 : 0;
                await output.WriteLineAsync(
                    $"  {(same ? "=" : "≠")} {expected.Key,-28} published {expected.Text}   derived {figure?.Shown?.Ja ?? figure?.Status.ToString() ?? "no indicator"}   {Short(figure?.Derivation.Arithmetic?.En)}");
            }
        }

        return (equal, all);
    }

    /// <summary>
    /// Withdraws one counted entry of each headline figure, looks whether value or derivation changed, and records the fact
    /// anew. Changes the store: only for a throw-away one.
    /// </summary>
    public async Task<(int Sensitive, int All)> ProbeAsync(IReadOnlyList<Sample> samples, TextWriter output, CancellationToken cancellation)
    {
        var published = PublishedInitiative.Read(Samples.Folder).ToDictionary(p => p.Id, p => p.Figures);
        var (sensitive, all) = (0, 0);
        foreach (var sample in samples)
        {
            foreach (var expected in published[sample.Initiative.Value])
            {
                all++;
                var asked = new Asked(Indicator: new(expected.Key));
                var before = (await reader.ReadAsync(sample.Organisation, sample.Initiative, asked, cancellation))!.Figures.FirstOrDefault();
                var counted = before?.Derivation.Parts.SelectMany(p => p.Counted).FirstOrDefault(c => c.Contribution > 0);
                if (before is null || counted is null)
                {
                    await output.WriteLineAsync($"  ≠ {sample.Initiative} {expected.Key}: no counted entry");
                    continue;
                }

                var (withdrawal, refusal) = await recorder.RecordAsync(sample.Organisation, sample.Initiative, Withdrawal(counted.Entry), Actor.OverHttp(new("sensitivity")), cancellation);
                if (refusal is not null)
                    throw new InvalidOperationException($"The withdrawal of {counted.Entry} was refused: {refusal.Code}.");
                // As known just before and just after: the probe needs no undoing to leave the next figure alone.
                var known = withdrawal!.Entries[0].Version;
                var after = (await reader.ReadAsync(sample.Organisation, sample.Initiative, asked with { Version = known }, cancellation))!.Figures.First();
                var changed = Changed(before, after);
                sensitive += changed is null ? 0 : 1;
                await output.WriteLineAsync($"  {(changed is null ? "≠" : "=")} {sample.Initiative} {expected.Key}: without entry {counted.Entry} {changed ?? "nothing changes"}");
            }
        }

        return (sensitive, all);
    }

    private static string? Changed(Figure before, Figure after) =>
        before.Shown != after.Shown || before.Value != after.Value ? $"{before.Shown?.Ja} becomes {after.Shown?.Ja ?? after.Status.ToString()}"
        : before.Derivation.Parts.Sum(p => p.Counted.Length) != after.Derivation.Parts.Sum(p => p.Counted.Length) ? $"{before.Shown?.Ja} stays, its derivation has one entry fewer"
        : null;

    private static SentCommand Withdrawal(EntryId entry) => CommandReader.Read("withdraw", new()
    {
        ["command"] = Guid.NewGuid().ToString(), ["entry"] = entry.ToString(), ["reason"] = new System.Text.Json.Nodes.JsonObject { ["code"] = "other" },
    });

    private static string Short(string? arithmetic) => arithmetic is { Length: > 90 } ? arithmetic[..87] + "…" : arithmetic ?? "";
}
