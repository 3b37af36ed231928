using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Tests.Samples;

internal sealed record SampleHeader(
    Slug Organisation, Slug Initiative, OrganisationDescribed Profile, PublicText Reconstruction,
    ImmutableSortedDictionary<string, PublicText>? NotCarried = null);

/// <summary>One line: who did what, and when it was recorded.</summary>
internal sealed record SampleAct(Instant RecordedAt, SubjectId By, InitiativeCommand Command);

/// <summary>A reconstructed log, read from its file and played through the real decisions.</summary>
internal sealed class Sample
{
    private static readonly ConcurrentDictionary<string, Lazy<Sample>> s_read = new();
    private readonly List<StoredEvent> _events = [];
    private readonly List<string> _refusals = [];
    private Initiative? _state;

    private Sample(string id)
    {
        Id = id;
        Lines = [.. File.ReadLines(Path.Combine(SampleFiles.Folder, id + ".jsonl"))];
        Header = Part(Tree(Lines[0]), "sample").Deserialize<SampleHeader>(DomainJson.Options)!;
        Acts = [.. Lines.Skip(1).Select(Read)];
        foreach (var (index, act) in Acts.Index())
            Play(index + 2, act);
        Book = EntryBook.AsKnown(_events.Select(EntryRow.FromEvent));
        Headlines = [.. Figures(Book)];
    }

    public static Period Year { get; } = Period.FiscalYear(2025);
    public static DateTimeZone Tokyo { get; } = DateTimeZoneProviders.Tzdb["Asia/Tokyo"];

    public string Id { get; }
    public ImmutableArray<string> Lines { get; }
    public SampleHeader Header { get; }
    public ImmutableArray<SampleAct> Acts { get; }
    public IReadOnlyList<string> Refusals => _refusals;
    public EntryBook Book { get; }

    /// <summary>The headline figures of the year as known at the end of the log.</summary>
    public ImmutableArray<Figure> Headlines { get; }

    /// <summary>Each sample is read and played once for all tests.</summary>
    public static Sample Of(string id) => s_read.GetOrAdd(id, key => new(() => new(key))).Value;

    /// <param name="only">Null: every headline indicator.</param>
    public static IEnumerable<Figure> Figures(EntryBook book, Slug? only = null) =>
        Domain.Indicators.Figures.Adopted(book, Year).Where(i => only is null ? i.Definition.Headline : i.Key == only)
            .Select(i => Domain.Indicators.Figures.Compute(i, book, Year));

    /// <summary>The book as it would be had somebody withdrawn these entries at the end of the log.</summary>
    public EntryBook Without(IEnumerable<EntryId> entries)
    {
        var rows = _events.Select(EntryRow.FromEvent).ToList();
        foreach (var entry in entries)
            rows.Add(EntryRow.FromEvent(new(rows.Count + 1, _events[^1].Provenance, new EntryWithdrawn(entry, new(ReasonCode.Other)))));
        return EntryBook.AsKnown(rows);
    }

    /// <summary>The book as it would be without one event, such as a correction that nobody made.</summary>
    public EntryBook HadNotHappened(int version) =>
        EntryBook.AsKnown(_events.Where(e => e.Version != version).Select((e, i) => EntryRow.FromEvent(e with { Version = i + 1 })));

    public static LocalDateTime InTokyo(Instant instant) => instant.InZone(Tokyo).LocalDateTime;

    private void Play(int line, SampleAct act)
    {
        var decision = InitiativeDecisions.Decide(_state, act.Command, LookedUp.For(act.Command, [.. _events.Select(EntryRow.FromEvent)]), act.RecordedAt);
        if (decision.Refusal is { } refusal)
            _refusals.Add($"{Id}, line {line}: {refusal.Code}: {refusal.Sentence.En}");
        if (decision.Refusal is not null)
            return;
        foreach (var (index, e) in decision.Events.Index())
        {
            var provenance = new Provenance(act.By, InitiativeDecisions.RecordedAt(_state, act.RecordedAt), act.Command.CapturedAt, act.Command.Command, index,
                Provenance.Reconstruction);
            _events.Add(new(_events.Count + 1, provenance, e));
            _state = Initiative.Evolve(_state, _events[^1]);
        }
    }

    private sealed record Act(
        Instant RecordedAt, SubjectId By, JsonObject? Record = null, JsonObject? Correct = null, JsonObject? Withdraw = null, Instant? CapturedAt = null);

    private sealed record Recorded(CommandId Command, ImmutableArray<InitiativeFact> Facts);

    private sealed record Corrected(CommandId Command, EntryId Entry, InitiativeFact Replacement, Reason Reason);

    private sealed record Withdrawn(CommandId Command, EntryId Entry, Reason Reason);

    private static SampleAct Read(string line)
    {
        var act = Tree(line).Deserialize<Act>(DomainJson.Options)!;
        return new(act.RecordedAt, act.By, act switch
        {
            { Record: { } record, Correct: null, Withdraw: null } => ReadRecord(record, act.CapturedAt),
            { Record: null, Correct: { } correct, Withdraw: null } => ReadCorrection(correct, act.CapturedAt),
            { Record: null, Correct: null, Withdraw: { } withdraw } => ReadWithdrawal(withdraw, act.CapturedAt),
            _ => throw new JsonException("A line is one act: record, correct or withdraw."),
        });
    }

    private static RecordFacts ReadRecord(JsonObject record, Instant? capturedAt)
    {
        foreach (var fact in record["facts"]!.AsArray())
            PrivateTexts.SealFact(fact!.AsObject(), Deposit);
        var read = record.Deserialize<Recorded>(DomainJson.Options)!;
        return new(read.Command, read.Facts, capturedAt);
    }

    private static CorrectEntry ReadCorrection(JsonObject correct, Instant? capturedAt)
    {
        PrivateTexts.SealFact(Part(correct, "replacement"), Deposit);
        PrivateTexts.SealReason(Part(correct, "reason"), Deposit);
        var read = correct.Deserialize<Corrected>(DomainJson.Options)!;
        return new(read.Command, read.Entry, read.Replacement, read.Reason, CapturedAt: capturedAt);
    }

    private static WithdrawEntry ReadWithdrawal(JsonObject withdraw, Instant? capturedAt)
    {
        PrivateTexts.SealReason(Part(withdraw, "reason"), Deposit);
        var read = withdraw.Deserialize<Withdrawn>(DomainJson.Options)!;
        return new(read.Command, read.Entry, read.Reason, CapturedAt: capturedAt);
    }

    // The vault's part: here a text is only taken away, as nothing in these tests reads it back.
    private static PrivateText Deposit(string field, string text) => new(new Guid(text.Length, 0, 0, new byte[8]), "sealed-" + field);

    private static JsonObject Tree(string line) => JsonNode.Parse(line, documentOptions: DomainJson.DocumentOptions)!.AsObject();

    private static JsonObject Part(JsonObject owner, string member) => owner[member]?.AsObject() ?? throw new JsonException($"'{member}' is missing.");
}
