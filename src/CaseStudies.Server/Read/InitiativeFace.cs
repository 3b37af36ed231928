using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>What every page of one initiative shows around its own content.</summary>
/// <param name="Opened">Null while there is no readable opening.</param>
/// <param name="Zone">The zone in which recorded instants are shown.</param>
/// <param name="LastRecordedAt">Of the newest entry; null in an empty book.</param>
public sealed record InitiativeFace(
    InitiativeView View, InitiativeOpened? Opened, Words Title, Words Organisation, DateTimeZone Zone, Instant? LastRecordedAt)
{
    /// <summary>Why this is not the organisation's own log; null where it is.</summary>
    public PublicText? Reconstruction => Opened?.Reconstruction;

    /// <summary>What this initiative goes on with; null where it began anew.</summary>
    public PublicText? Earlier => Newest<InitiativeContinued>(View.Book, c => c.On <= View.Period.To)?.Title;

    /// <summary>The last day, where the initiative is closed at the end of the period.</summary>
    public LocalDate? ClosedOn => Newest<InitiativeClosed>(View.Book, c => c.On <= View.Period.To)?.On is { } closed
        && !View.Book.InForce<InitiativeReopened>().Any(r => r.On > closed && r.On <= View.Period.To) ? closed : null;

    public static InitiativeFace Of(InitiativeView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var opened = view.Book.InForce<InitiativeOpened>().FirstOrDefault();
        var renamed = Newest<InitiativeRenamed>(view.Book, r => r.On <= view.Period.To);
        var key = view.Initiative.Value;
        return new(
            view, opened,
            renamed?.Title ?? (opened is null ? new Words(key, key) : opened.Title),
            view.Told.Profile is { } profile ? profile.Name : new Words(view.Organisation.Value, view.Organisation.Value),
            view.Book.Zone,
            view.Book.Entries.IsEmpty ? null : view.Book.Entries.Max(e => e.RecordedAt));
    }

    /// <summary>How many groups of entries contradict each other and wait for a person.</summary>
    public int Conflicts => Domain.Entries.Conflicts.In(View.Book).Length;

    /// <summary>The fact in force that happened last. Of two on one day what they say decides, as it does for figures: which arrived last says nothing of which is right.</summary>
    internal static T? Newest<T>(EntryBook book, Func<T, bool> admitted) where T : InitiativeFact =>
        book.Entries.Where(e => e.InForce && e.Fact is T fact && admitted(fact))
            .OrderBy(e => e.Fact.OccurredOn).ThenBy(e => JsonSerializer.Serialize(e.Fact, DomainJson.Options), StringComparer.Ordinal).LastOrDefault()?.Fact as T;
}
