using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Read;

namespace CaseStudies.Server.Commands;

/// <summary>Shows for each headline figure that it hangs on its entries. Changes the store: only for a throw-away one.</summary>
internal sealed class SensitivityProbe(InitiativeReader reader, Recorder recorder)
{
    private static readonly Actor s_probe = Actor.OverHttp(new Caller(new("sensitivity"), Role.Owner));

    /// <summary>
    /// Withdraws one counted entry of each figure and tells what became of value and arithmetic. Then the fact is recorded anew,
    /// so that the next figure starts as published.
    /// </summary>
    /// <returns>How many figures changed, of how many.</returns>
    public async Task<(int Sensitive, int All)> RunAsync(IReadOnlyList<Sample> samples, DemoLines lines, CancellationToken cancellation)
    {
        var published = PublishedInitiative.Read(Samples.Folder).ToDictionary(p => p.Id);
        var (sensitive, all) = (0, 0);
        foreach (var sample in samples)
        {
            var expected = published[sample.Initiative.Value];
            foreach (var figure in expected.Figures)
            {
                all++;
                var changed = await ProbeAsync(sample, new(Period: expected.Period, Indicator: new(figure.Key)), cancellation);
                sensitive += changed is null ? 0 : 1;
                lines.Probed(sample, figure.Key, changed);
            }
        }

        return (sensitive, all);
    }

    /// <returns>Null: nothing changes.</returns>
    private async Task<PublicText?> ProbeAsync(Sample sample, ViewQuery asked, CancellationToken cancellation)
    {
        var (before, book) = await FigureAsync();
        if (before?.Derivation.Parts.SelectMany(p => p.Counted).FirstOrDefault(c => c.Contribution > 0) is not { } counted)
            return null;
        await ChangeAsync("withdraw", new() { ["entry"] = counted.Entry.ToString(), ["reason"] = new JsonObject { ["code"] = "other" } });
        var (after, _) = await FigureAsync();
        await ChangeAsync("record", new() { ["facts"] = new JsonArray(AsSent(book.Entries.Last(e => e.Id == counted.Entry).Fact)) });

        var (was, now) = (Described(before), Described(after));
        return was == now ? null : DemoTexts.Changed(counted.Entry.ToString(), counted.On.ToString()!, was, now);

        async Task<(Figure?, EntryBook)> FigureAsync()
        {
            var view = await reader.ReadAsync(sample.Organisation, sample.Initiative, asked, cancellation);
            return (view!.Figures.FirstOrDefault(), view.Book);
        }

        async Task ChangeAsync(string verb, JsonObject body)
        {
            body["command"] = Guid.NewGuid().ToString();
            var (_, refusal) = await recorder.RecordAsync(
                sample.Organisation, sample.Initiative, CommandReader.Read(verb, body), s_probe, cancellation);
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

    private static PublicText Described(Figure? figure) => figure switch
    {
        null => DemoTexts.NoIndicator,
        { Shown: { } shown } => new(
            $"{shown.Ja}({DemoLines.Shortened(figure.Derivation.Arithmetic?.Ja)})", $"{shown.Ja} ({DemoLines.Shortened(figure.Derivation.Arithmetic?.En)})"),
        _ => Names.Describe(figure.Status),
    };
}
