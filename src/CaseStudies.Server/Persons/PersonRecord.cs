using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Read;
using CaseStudies.Server.Store;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Persons;

/// <summary>What is recorded about a person: every event of every initiative that is about the person, with the texts of the vault.</summary>
/// <param name="Ids">All ids of the person: one, unless some were merged.</param>
/// <param name="Erased">What was known privately of the person was erased. Texts that came later, if any, are shown.</param>
internal sealed record PersonRecord(PersonId Person, ImmutableArray<PersonId> Ids, bool Erased, IReadOnlyList<PersonRecord.Line> Records)
{
    public static async Task<PersonRecord> FromTracesAsync(PersonTraces traces, bool erased, IVaultTexts vault, CancellationToken cancellation)
    {
        var all = traces.All.ToList();
        var texts = await vault.TextsAsync(traces.Organisation, [.. all.SelectMany(t => t.Texts).Select(t => t.Place).Distinct()], cancellation);
        var told = traces.Initiatives.ToDictionary(i => i.Key, i => (
            Text: new EntryText(i.Value.Book), Title: i.Value.Book.InForce<InitiativeOpened>().FirstOrDefault()?.Title,
            InForce: i.Value.Book.Entries.Where(e => e.InForce).Select(e => e.Version).ToHashSet()));
        return new(traces.Ids[0], traces.Ids, erased, [.. all.Select(t =>
        {
            var (text, title, inForce) = told[t.Initiative];
            return new Line(
                t.Initiative, title, t.What, InitiativeEventCatalogue.KindOf(t.Fact), text.Day(t.Fact), text.Describe(t.Fact), inForce.Contains(t.Row.Version),
                t.Row.RecordedAt, t.Row.By, t.Row.Source, t.Row.Origin, t.Row.Reason?.Code,
                [.. t.Texts.Select(p => new Text(p.Member, texts.GetValueOrDefault(p.Place), !texts.ContainsKey(p.Place)))
                    .Where(p => p is not { Member: FuriganaIds.Field, Erased: true })],
                t.Entry, t.Row.Version, t.Fact);
        })]);
    }

    /// <param name="What">Recorded, corrected, withdrawn or reinstated.</param>
    /// <param name="On">The day of what it says, or that of its session.</param>
    /// <param name="InForce">Whether this is what counts today. Neither is what was corrected or withdrawn, nor what came with an import that is not in
    /// force.</param>
    /// <param name="By">The id of who recorded it.</param>
    /// <param name="Origin">For rows of a file: the import, the sheet and the row.</param>
    internal sealed record Line(
        Slug Initiative, PublicText? Title, ChangeKind What, string Kind, LocalDate? On, LocalizedText Says, bool InForce, Instant RecordedAt, SubjectId By,
        string Source, Origin? Origin, ReasonCode? Reason, ImmutableArray<Text> Texts, EntryId Entry, int Version, InitiativeFact Fact);

    /// <param name="Member">The name of the member, such as <c>name</c>.</param>
    /// <param name="Value">From the vault; null where it was erased.</param>
    internal sealed record Text(string Member, string? Value, bool Erased);
}
