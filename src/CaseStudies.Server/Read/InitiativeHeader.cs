using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>What every page of one initiative shows around its content.</summary>
/// <param name="Opened">Null while no opening can be read.</param>
/// <param name="Zone">The time zone in which times are shown.</param>
/// <param name="LastRecordedAt">The recorded time of the latest entry; null in an empty book.</param>
public sealed record InitiativeHeader(
    InitiativeView View, InitiativeOpened? Opened, LocalizedText Title, LocalizedText Organisation, DateTimeZone Zone, Instant? LastRecordedAt)
{
    /// <summary>The note on the reconstruction; null for the organisation's own log.</summary>
    public PublicText? Reconstruction => Opened?.Reconstruction;

    /// <summary>The title of the initiative that this one continues; null where there is none.</summary>
    public PublicText? Earlier => Newest<InitiativeContinued>(View.Book, c => c.On <= View.Period.To)?.Title;

    /// <summary>The last day, where the initiative is closed at the end of the period.</summary>
    public LocalDate? ClosedOn => Newest<InitiativeClosed>(View.Book, c => c.On <= View.Period.To)?.On is { } closed
        && !View.Book.InForce<InitiativeReopened>().Any(r => r.On > closed && r.On <= View.Period.To) ? closed : null;

    public static InitiativeHeader FromView(InitiativeView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var opened = view.Book.InForce<InitiativeOpened>().FirstOrDefault();
        var renamed = Newest<InitiativeRenamed>(view.Book, r => r.On <= view.Period.To);
        var key = view.Initiative.Value;
        return new(
            view, opened,
            renamed?.Title ?? (opened is null ? new LocalizedText(key, key) : opened.Title),
            OrganisationNames.Of(view.Organisation, view.OrganisationDetails.Profile?.Name),
            view.Book.Zone,
            view.Book.Listed() is { Count: > 0 } all ? all.Max(e => e.RecordedAt) : null);
    }

    /// <summary>The number of conflicts that wait for a person.</summary>
    public int Conflicts => Domain.Entries.Conflicts.In(View.Book).Length;

    /// <summary>The number of likely duplicates that wait for a person.</summary>
    public int LikelyDuplicates => Domain.Entries.LikelyDuplicates.In(View.Book).Length;

    /// <summary>The number of likely slips that wait for a person.</summary>
    public int Warnings => Domain.Entries.Warnings.In(View.Book).Length;

    /// <summary>Whether any period was ever closed; a mark stays in force when the period is reopened.</summary>
    public bool HasClosings => View.Book.InForce<PeriodMarked>().Any(m => m.State == PeriodState.Closed);

    /// <summary>The latest fact in force. Of two on one day their content decides, as for figures, because the order of arrival says nothing.</summary>
    internal static T? Newest<T>(EntryBook book, Func<T, bool> admitted) where T : InitiativeFact =>
        book.InForce<T>().Where(admitted).OrderBy(f => f.OccurredOn)
            .ThenBy(f => JsonSerializer.Serialize<InitiativeFact>(f, DomainJson.Options), StringComparer.Ordinal).LastOrDefault();
}
