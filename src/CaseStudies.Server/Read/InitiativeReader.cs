using System.Collections.Immutable;
using System.Data;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using Marten;
using NodaTime;
using Npgsql;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Read;

/// <summary>Reads an initiative's entries as known at a moment, and computes its figures from them.</summary>
internal sealed class InitiativeReader(NpgsqlDataSource source, IDocumentStore store, IClock clock)
{
    /// <summary>With the figures that are asked for. Null: the organisation has no such initiative.</summary>
    public Task<InitiativeView?> ReadAsync(Slug organisation, Slug initiative, Asked asked, CancellationToken cancellation) =>
        ViewAsync(organisation, initiative, asked, (book, period) =>
            [.. Figures.Adopted(book, period).Where(i => asked.Indicator is null || i.Key == asked.Indicator).Select(i => Figures.Compute(i, book, period))], cancellation);

    /// <summary>The entries alone: no figure is computed. Null as for <see cref="ReadAsync"/>.</summary>
    public Task<InitiativeView?> ReadEntriesAsync(Slug organisation, Slug initiative, Asked asked, CancellationToken cancellation) =>
        ViewAsync(organisation, initiative, asked, (_, _) => [], cancellation);

    private async Task<InitiativeView?> ViewAsync(
        Slug organisation, Slug initiative, Asked asked, Func<EntryBook, Period, ImmutableArray<Figure>> figures, CancellationToken cancellation)
    {
        var (reading, profile) = (BookAsync(organisation, initiative, asked, cancellation), ProfileAsync(organisation, cancellation));
        await Task.WhenAll(reading, profile);
        if (await reading is not { } book)
            return null;
        var period = asked.Period ?? LastFiscalYear(book);
        return new(
            organisation, initiative, await profile, book, period, asked.KnownAt, figures(book, period), asked.Version);
    }

    /// <summary>The book as known at the asked moment. Whatever the stream holds and the relation does not is a problem of the book.</summary>
    private async Task<EntryBook?> BookAsync(Slug organisation, Slug initiative, Asked asked, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        // One snapshot: the comparison of relation and stream must not see a commit in between.
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var (rows, events, head) = await EntryRelation.ReadAsync(connection, organisation, initiative, cancellation);
        if (!events.Equal(rows))
            rows = await ComparedAsync(connection, organisation, initiative, rows, cancellation);
        if (head is null && rows.Count == 0)
            return null;
        if (head is { } h && rows.TrueForAll(r => r.Version < h.Version))
            rows.Add(EntryRow.Unreadable(h.Version, h.At, "unknown", "the stream counts it, but it is not there"));
        // A version that is not there yet: all there is.
        var frontier = asked.Version is { } version ? Math.Min(version, rows.Max(r => r.Version))
            : asked.KnownAt is { } instant ? EntryBook.FrontierAt(rows, instant)
            : (int?)null;
        var now = clock.GetCurrentInstant();
        var asOf = asked.Version is null ? Instant.Min(asked.KnownAt ?? now, now) : rows.FirstOrDefault(r => r.Version == frontier)?.RecordedAt;
        return EntryBook.AsKnown(rows, frontier, asOf);
    }

    /// <summary>Version by version: what the one lacks and what the other lacks.</summary>
    private static async Task<List<EntryRow>> ComparedAsync(NpgsqlConnection connection, Slug organisation, Slug initiative, List<EntryRow> rows, CancellationToken cancellation)
    {
        var unbacked = await StoredEvents.EntriesWithoutEventAsync(connection, organisation, initiative, cancellation);
        var missing = await StoredEvents.MissingFromEntriesAsync(connection, organisation, initiative, cancellation);
        return [.. rows.Select(r => unbacked.Contains(r.Version) ? Unbacked(r.Version, r.RecordedAt, r.Kind) : r), .. missing.Select(Unfolded)];
    }

    /// <summary>The fiscal year of the last thing that happened: what somebody who asks for no period most likely means.</summary>
    internal static Period LastFiscalYear(EntryBook book)
    {
        var last = book.LastDay ?? new LocalDate(2025, 4, 1);
        return Period.FiscalYear(last.Month >= 4 ? last.Year : last.Year - 1);
    }

    public async Task<OrganisationDescribed?> ProfileAsync(Slug organisation, CancellationToken cancellation)
    {
        await using var session = store.QuerySession(organisation.Value);
        return (await session.LoadAsync<OrganisationState>(OrganisationStream.Key, cancellation))?.State.Profile;
    }

    /// <summary>The relation says more than the stream: whatever put it there, nobody recorded it.</summary>
    private static EntryRow Unbacked(int version, Instant recordedAt, string kind) =>
        EntryRow.Unreadable(version, recordedAt, kind, "the relation holds it and the stream does not; rebuild the relation");

    /// <summary>Readable or not: as long as the relation lacks it, no figure may be served.</summary>
    private static EntryRow Unfolded(StreamRow missing) => missing.Event is null
        ? missing.Row
        : EntryRow.Unreadable(missing.Row.Version, missing.Row.RecordedAt, missing.Row.Kind, "it was written past the program and is not folded yet; rebuild the relation");
}

/// <summary>What a reader asks for.</summary>
/// <param name="Period">Null: the fiscal year of the last thing that happened.</param>
/// <param name="KnownAt">As known at this instant …</param>
/// <param name="Version">… or at this stream version; both null: now.</param>
/// <param name="Indicator">Only this figure; null: all.</param>
internal sealed record Asked(Period? Period = null, Instant? KnownAt = null, int? Version = null, Slug? Indicator = null);
