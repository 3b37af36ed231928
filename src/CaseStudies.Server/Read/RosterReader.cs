using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Server.Store;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>Reads the names of people who are enrolled. An answer with them must not be cached.</summary>
internal sealed class RosterReader(IVaultTexts vault)
{
    /// <summary>Those who may be expected on a day.</summary>
    /// <returns>By the reading of the name; those without a name last.</returns>
    public async Task<Roster> ReadAsync(InitiativeView view, Slug? strand, LocalDate on, CancellationToken cancellation) =>
        new(view, strand, on, await NamedAsync(view, Enrolled.On(view.Book, strand, on), cancellation));

    /// <summary>Everybody who was ever enrolled, in the same order.</summary>
    public Task<ImmutableArray<RosterLine>> EverybodyAsync(InitiativeView view, CancellationToken cancellation) =>
        NamedAsync(view, Enrolled.Ever(view.Book), cancellation);

    private async Task<ImmutableArray<RosterLine>> NamedAsync(InitiativeView view, ImmutableArray<Enrolled> enrolled, CancellationToken cancellation)
    {
        var stream = new StreamKey(view.Organisation, view.Initiative);
        var texts = await vault.TextsAsync(view.Organisation, [.. enrolled.SelectMany(e => e.Names).SelectMany(n => new[] { n.Name, ReadingOf(n.Entry) })],
            cancellation);
        return [.. enrolled.Select(Line)
            .OrderBy(l => l.Name is null).ThenBy(l => NameSortKey.FromText(l.Reading ?? l.Name ?? ""), StringComparer.Ordinal)
            .ThenBy(l => l.Enrolled.Person.Value, StringComparer.Ordinal)];

        Guid ReadingOf(EntryId entry) => FuriganaIds.ForEnrolment(stream, entry.Value);

        RosterLine Line(Enrolled e) => e.Names.Where(n => texts.ContainsKey(n.Name)).Take(1).ToList() is [var (name, entry)]
            ? new(e, texts[name], texts.GetValueOrDefault(ReadingOf(entry)))
            : new(e, null);
    }
}
