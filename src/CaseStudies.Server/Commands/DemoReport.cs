using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Read;

namespace CaseStudies.Server.Commands;

/// <param name="Carried">Further figures for which an indicator stands in the log.</param>
/// <param name="Disagreeing">Of the further figures those that say something else than was published, or are missing without a reason.</param>
internal sealed record Compared(int AsPublished, int All, int Carried, int Further, int Disagreeing);

/// <summary>Holds what is derived against what was published, figure by figure.</summary>
internal sealed class DemoReport(InitiativeReader reader, Recorder recorder)
{
    /// <summary>Prints the table: initiative · figure · published · derived · how; then what else was published.</summary>
    public async Task<Compared> CompareAsync(IReadOnlyList<Sample> samples, TextWriter output, CancellationToken cancellation)
    {
        var published = PublishedInitiative.Read(Samples.Folder).ToDictionary(p => p.Id);
        var total = new Compared(0, 0, 0, 0, 0);
        foreach (var sample in samples)
        {
            var view = await reader.ReadAsync(sample.Organisation, sample.Initiative, new(), cancellation);
            await output.WriteLineAsync($"\n{sample.Initiative} ({sample.Profile.Name.Ja}; reconstructed log, {view!.Book.Frontier} events)");
            foreach (var expected in published[sample.Initiative.Value].Figures)
            {
                var figure = view.Figures.FirstOrDefault(f => f.Indicator.Value == expected.Key);
                var same = figure is { Status: FigureStatus.Computed, Shown: { } shown } && shown.Ja == expected.Text;
                total = total with { All = total.All + 1, AsPublished = total.AsPublished + (same ? 1 : 0) };
                await output.WriteLineAsync(
                    $"  {(same ? "=" : "≠")} {expected.Key,-28} published {expected.Text}   derived {figure?.Shown?.Ja ?? figure?.Status.ToString() ?? "no indicator"}   {Short(figure?.Derivation.Arithmetic?.En)}");
            }

            foreach (var expected in published[sample.Initiative.Value].Further)
            {
                var figure = view.Figures.FirstOrDefault(f => f.Indicator.Value == expected.Key);
                var (carried, agrees) = (figure is not null, figure is not null && expected.Agrees(figure));
                total = total with { Further = total.Further + 1, Carried = total.Carried + (carried ? 1 : 0), Disagreeing = total.Disagreeing + (carried && !agrees ? 1 : 0) };
                await output.WriteLineAsync(carried
                    ? $"  {(agrees ? "·" : "≠")} {expected.Key,-28} published {expected.Text}   derived {figure!.Shown?.Ja ?? figure.Status.ToString()}"
                    : $"  – {expected.Key,-28} not carried: {sample.NotCarried.GetValueOrDefault(expected.Key)?.En ?? "no reason is given"}");
                // Silence would let a figure get lost: either it is derived, or somebody says why not.
                if (!carried && !sample.NotCarried.ContainsKey(expected.Key))
                    total = total with { Disagreeing = total.Disagreeing + 1 };
            }
        }

        return total;
    }

    /// <summary>
    /// Withdraws one counted entry of each headline figure, tells what became of value and arithmetic, and records the fact
    /// anew so that the next figure starts as published. Changes the store: only for a throw-away one.
    /// </summary>
    public async Task<(int Sensitive, int All)> ProbeAsync(IReadOnlyList<Sample> samples, TextWriter output, CancellationToken cancellation)
    {
        var published = PublishedInitiative.Read(Samples.Folder).ToDictionary(p => p.Id);
        var (sensitive, all) = (0, 0);
        foreach (var sample in samples)
        {
            foreach (var expected in published[sample.Initiative.Value].Figures)
            {
                all++;
                var changed = await ProbeAsync(sample, new(expected.Key), cancellation);
                sensitive += changed is null ? 0 : 1;
                await output.WriteLineAsync($"  {(changed is null ? "≠" : "=")} {sample.Initiative} {expected.Key}: {changed ?? "nothing changes"}");
            }
        }

        return (sensitive, all);
    }

    private async Task<string?> ProbeAsync(Sample sample, Slug indicator, CancellationToken cancellation)
    {
        var (before, book) = await FigureAsync();
        if (before?.Derivation.Parts.SelectMany(p => p.Counted).FirstOrDefault(c => c.Contribution > 0) is not { } counted)
            return null;
        await ChangeAsync("withdraw", new() { ["entry"] = counted.Entry.ToString(), ["reason"] = new JsonObject { ["code"] = "other" } });
        var (after, _) = await FigureAsync();
        await ChangeAsync("record", new() { ["facts"] = new JsonArray(AsSent(book.Entries.Last(e => e.Id == counted.Entry).Fact)) });

        var (was, now) = (Told(before), Told(after));
        return was == now ? null : $"without entry {counted.Entry} of {counted.On}, {was} becomes {now}";

        async Task<(Figure?, EntryBook)> FigureAsync()
        {
            var view = await reader.ReadAsync(sample.Organisation, sample.Initiative, new(Indicator: indicator), cancellation);
            return (view!.Figures.FirstOrDefault(), view.Book);
        }

        async Task ChangeAsync(string verb, JsonObject body)
        {
            body["command"] = Guid.NewGuid().ToString();
            var (_, refusal) = await recorder.RecordAsync(sample.Organisation, sample.Initiative, CommandReader.Read(verb, body), Actor.OverHttp(new("sensitivity")), cancellation);
            if (refusal is not null)
                throw new InvalidOperationException($"{sample.Initiative}: the probe was refused ({refusal.Code}): {refusal.Sentence.En}");
        }
    }

    /// <summary>Without its private texts, which only the vault has.</summary>
    private static JsonObject AsSent(InitiativeFact fact)
    {
        var sent = JsonSerializer.SerializeToNode(fact, DomainJson.Options)!.AsObject();
        foreach (var text in InitiativeEventCatalogue.ShapeOf(fact).PrivateTexts)
            sent.Remove(text);
        return sent;
    }

    private static string Told(Figure? figure) => figure switch
    {
        null => "no figure",
        { Shown: { } shown } => $"{shown.Ja} ({Short(figure.Derivation.Arithmetic?.En)})",
        _ => Names.Of(figure.Status).En,
    };

    private static string Short(string? arithmetic) => arithmetic is { Length: > 90 } ? arithmetic[..87] + "…" : arithmetic ?? "";
}
