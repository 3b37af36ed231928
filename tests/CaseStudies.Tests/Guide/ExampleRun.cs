using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Tests.Guide;

/// <summary>Plays an example through the real decisions and says what became of it in the words of the page.</summary>
internal sealed class ExampleRun
{
    private static readonly DateTimeZone s_tokyo = DateTimeZoneProviders.Tzdb["Asia/Tokyo"];
    private static readonly string[] s_keys = ["kind", "strand", "instrument", "version", "dimension", "term", "partner"];

    private readonly Dictionary<string, (EntryId Entry, int Version)> _entries = [];
    private readonly Dictionary<string, Guid> _sessions = [];
    private readonly History _history = new History()
        .Given(new InitiativeOpened(new("はち福", "Hachifuku"), [new("居場所", "a place to be")], [new("若者", "youth")], [new("福生市", "Fussa")], new(2024, 4, 1)))
        .Given(new StrandStarted(new("cafe"), new("ふれあい喫茶", "Open café"), new(2024, 4, 1)));

    /// <summary>What the page expects and what comes out, in one notation: equal, or the example is wrong.</summary>
    public static (string Expected, string Actual) Of(Example example)
    {
        var run = new ExampleRun();
        // What a definition names is declared first, wherever it stands on the page.
        var declarations = example.Steps.Where(Declares).DistinctBy(What).ToList();
        foreach (var step in declarations)
            run.Play(step);
        var adopted = new IndicatorAdopted(new("figure"), JsonSerializer.Deserialize<Indicator>(example.Indicator, DomainJson.Options)!, new(2024, 4, 1));
        // A definition comes as soon as it may: where nothing declares what it names, after the first entry that does.
        var refusal = run.Adopt(adopted);
        foreach (var step in example.Steps.Except(declarations))
        {
            run.Play(step);
            if (refusal is not null)
                refusal = run.Adopt(adopted);
        }

        if (example.Kind == "refusal" || refusal is not null)
            return (example.Kind == "refusal" ? Read(example.Expected).ToString() : "a figure", refusal?.Sentence.ToString() ?? "The definition is adopted.");
        var expected = ExpectedFigure.Read(example.Expected);
        return (expected.ToString(), expected.With(run.Figure(expected), Warnings.In(run.Book(expected)), run.LabelOf).ToString());
    }

    private Refusal? Adopt(IndicatorAdopted adopted)
    {
        var refusal = _history.Decide(new RecordFacts(_history.NextCommand(), [adopted])).Refusal;
        if (refusal is null)
            _history.Record(adopted);
        return refusal;
    }

    private static bool Declares(JsonObject step) => (string?)step["kind"] is "strand_started" or "survey_introduced" or "term_defined" or "partner_linked";

    /// <summary>What a step declares. A strand that starts again was declared before.</summary>
    private static string What(JsonObject step) => string.Join(' ', s_keys.Select(k => step[k]?.ToString()));

    private static PublicText Read(string text) => JsonSerializer.Deserialize<PublicText>(text, DomainJson.Options)!;

    private EntryBook Book(ExpectedFigure question)
    {
        var asked = question.Asked is { } day ? day.At(LocalTime.Noon).InZoneStrictly(s_tokyo).ToInstant() : (Instant?)null;
        return EntryBook.AsKnown(_history.Rows, question.After is { } after ? _entries[after].Version : null, asked);
    }

    private Figure Figure(ExpectedFigure question)
    {
        var book = Book(question);
        return Figures.Compute(Figures.Adopted(book, question.Period).Single(), book, question.Period);
    }

    private string LabelOf(EntryId entry) => _entries.FirstOrDefault(e => e.Value.Entry == entry).Key ?? "an entry without a label";

    private void Play(JsonObject step)
    {
        switch (step.Select(m => m.Key).ToList())
        {
            case ["withdraw"]:
                _history.Withdraw(_entries[(string)step["withdraw"]!].Entry);
                break;
            case ["correct", "to"]:
                _history.Correct(_entries[(string)step["correct"]!].Entry, Fact(step["to"]!.AsObject()));
                break;
            case ["confirm", "slip"]:
                _history.Record(new EntriesConfirmed(step["slip"].Deserialize<Slip>(DomainJson.Options),
                    [.. step["confirm"]!.AsArray().Select(e => _entries[(string)e!].Entry)], new(2025, 6, 1)));
                break;
            default:
                Record(step);
                break;
        }
    }

    private void Record(JsonObject step)
    {
        var fact = step.DeepClone().AsObject();
        var label = (string?)fact["entry"] ?? ((string?)fact["kind"] == "session_held" ? (string?)fact["session"] : null);
        fact.Remove("entry");
        var entry = _history.Record(Fact(fact));
        if (label is not null)
            _entries.Add(label, (entry, _history.Version));
    }

    /// <summary>A fact as a client sends it, but for sessions, which a page names by a short word.</summary>
    private InitiativeFact Fact(JsonObject sent)
    {
        var fact = sent.DeepClone().AsObject();
        if ((string?)fact["session"] is { } word)
        {
            if (!_sessions.TryGetValue(word, out var id))
                _sessions.Add(word, id = new(_sessions.Count + 1, 0, 0, new byte[8]));
            fact["session"] = id.ToString();
        }

        PrivateTexts.SealFact(fact, (field, text) => new(new(text.Length, 0, 0, new byte[8]), "sealed-" + field));
        return fact.Deserialize<InitiativeFact>(DomainJson.Options)!;
    }
}
