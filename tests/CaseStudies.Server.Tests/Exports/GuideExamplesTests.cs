using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Guide;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Exports;
using CaseStudies.Server.Read;
using CaseStudies.Server.Tests.Pages;
using CaseStudies.Sheets;
using CaseStudies.Tests.Guide;
using NodaTime;
using static CaseStudies.Server.Tests.Pages.PageBook;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Tests.Exports;

/// <summary>The examples of the guide use every measure, many of which no sample uses: exported, their figures are recomputed too.</summary>
public sealed class GuideExamplesTests
{
    [Fact]
    public async Task Every_figure_of_an_example_is_recomputed()
    {
        Recompute.SkipWithoutPython();
        using var script = new Recompute();
        var examples = GuidePages.All.Where(p => !EachExamplePage.Without.Contains(p.Name))
            .SelectMany(p => Example.Of(p.En).Where(e => e.Kind == "figure").Select((e, i) => (Name: $"{p.Name}-{i + 1}", Example: e))).ToList();
        foreach (var (name, example) in examples)
        {
            var view = Played(example);
            await script.AddAsync(name, await CsvAsync(Export.Entries(view, null, null, Language.En)), await CsvAsync(Export.Figures(view, Language.Ja)));
        }

        var (_, said) = await script.RunAsync();

        Assert.True(said == $"agree: {examples.Count} of {examples.Count}", said);
        Assert.InRange(examples.Count, 60, 1_000);
    }

    /// <summary>Recorded step by step, without asking whether that is allowed: the tests of the guide do.</summary>
    private static InitiativeView Played(Example example)
    {
        var (book, labels, sessions, after) = (new PageBook(), new Dictionary<string, (EntryId Entry, int Version)>(), new Dictionary<string, SessionId>(), 0);
        book.Given(
            new InitiativeOpened(T("はち福", "Hachifuku"), [T("居場所", "a place")], [T("若者", "youth")], [T("福生市", "Fussa")], D("2024-04-01")),
            new StrandStarted(S("cafe"), T("ふれあい喫茶", "Open café"), D("2024-04-01")),
            new IndicatorAdopted(S("figure"), JsonSerializer.Deserialize<Indicator>(example.Indicator, DomainJson.Options)!, D("2024-04-01")));
        foreach (var step in example.Steps)
        {
            if ((string?)step["withdraw"] is { } withdrawn)
                book.Withdraw(labels[withdrawn].Entry);
            else if ((string?)step["correct"] is { } corrected)
                book.Correct(labels[corrected].Entry, Fact(step["to"]!.AsObject()));
            else if (step["confirm"] is JsonArray confirmed)
            {
                book.Record(new EntriesConfirmed(
                    step["slip"].Deserialize<Slip>(DomainJson.Options), [.. confirmed.Select(e => labels[(string)e!].Entry)], D("2025-06-01")));
            }
            else if (((string?)step["entry"] ?? (string?)step["session"]) is var label && book.Record(Fact(step)) is var entry && label is not null)
                labels.TryAdd(label, (entry, book.Book().Frontier));
        }

        var asked = JsonNode.Parse(example.Expected)!;
        if ((string?)asked["after"] is { } last)
            after = labels[last].Version;
        var day = (string?)asked["asked"] is { } iso
            ? D(iso).At(LocalTime.Noon).InZoneStrictly(DateTimeZoneProviders.Tzdb["Asia/Tokyo"]).ToInstant() : (Instant?)null;
        return book.View(asked["period"].Deserialize<Period>(DomainJson.Options)!, after == 0 ? null : after, day);

        InitiativeFact Fact(JsonObject sent)
        {
            var fact = sent.DeepClone().AsObject();
            fact.Remove("entry");
            if ((string?)fact["session"] is { } word)
            {
                if (!sessions.ContainsKey(word))
                    sessions.Add(word, Session(sessions.Count + 1));
                fact["session"] = sessions[word].ToString();
            }

            PrivateTexts.SealFact(fact, (_, _) => Private);
            return fact.Deserialize<InitiativeFact>(DomainJson.Options)!;
        }
    }

    private static async Task<byte[]> CsvAsync(Export export)
    {
        using var stream = new MemoryStream();
        await export.WriteCsvAsync(stream, CsvEncoding.Utf8, TestContext.Current.CancellationToken);
        return stream.ToArray();
    }
}
