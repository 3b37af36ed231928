using System.Collections.Immutable;
using System.Data;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Observability;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using Marten;
using NodaTime;
using Npgsql;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Read;

/// <summary>Reads an initiative's entries as known at a moment, and computes its figures from them.</summary>
internal sealed class InitiativeReader(NpgsqlDataSource source, OrganisationReader organisations, IClock clock)
{
    /// <summary>With the figures that are asked for. Null: the organisation has no such initiative.</summary>
    public Task<InitiativeView?> ReadAsync(Slug organisation, Slug initiative, Asked asked, CancellationToken cancellation) =>
        ViewAsync(organisation, initiative, asked, (book, period) =>
            Counted([.. Figures.Adopted(book, period).Where(i => asked.Indicator is null || i.Key == asked.Indicator).Select(i => Figures.Compute(i, book, period))]), cancellation);

    /// <summary>The entries alone: no figure is computed. Null as for <see cref="ReadAsync"/>.</summary>
    public Task<InitiativeView?> ReadEntriesAsync(Slug organisation, Slug initiative, Asked asked, CancellationToken cancellation) =>
        ViewAsync(organisation, initiative, asked, (_, _) => [], cancellation);

    /// <summary>With the figures, where the period stands, and what was said about it since it was closed. Null as for <see cref="ReadAsync"/>.</summary>
    public async Task<InitiativeView?> ReadWithStandingAsync(Slug organisation, Slug initiative, Asked asked, CancellationToken cancellation)
    {
        var (reading, telling) = (RowsAsync(organisation, initiative, asked, cancellation), organisations.FindAsync(organisation, cancellation));
        await Task.WhenAll(reading, telling);
        if (await reading is not { } known)
            return null;
        var told = await telling ?? new();
        var period = asked.Period ?? Figures.LatestPeriod(known.Book, told.Calendar);
        var standing = known.StandingOf(period);
        return new(
            organisation, initiative, told, known.Book, period, asked.KnownAt, Counted([.. Figures.Adopted(known.Book, period).Select(i => Figures.Compute(i, known.Book, period))]), asked.Version,
            standing, known.Since(standing).Changes.Length);
    }

    private static ImmutableArray<Figure> Counted(ImmutableArray<Figure> figures)
    {
        Telemetry.FiguresBlocked(figures.Count(f => f.Status == FigureStatus.Blocked));
        return figures;
    }

    private async Task<InitiativeView?> ViewAsync(
        Slug organisation, Slug initiative, Asked asked, Func<EntryBook, Period, ImmutableArray<Figure>> figures, CancellationToken cancellation)
    {
        var (reading, telling) = (RowsAsync(organisation, initiative, asked, cancellation), organisations.FindAsync(organisation, cancellation));
        await Task.WhenAll(reading, telling);
        if (await reading is not { Book: var book })
            return null;
        var told = await telling ?? new();
        var period = asked.Period ?? Figures.LatestPeriod(book, told.Calendar);
        return new(
            organisation, initiative, told, book, period, asked.KnownAt, figures(book, period), asked.Version);
    }

    /// <summary>The rows as known at the asked moment. Whatever the stream holds and the relation does not is a problem of the book.</summary>
    public async Task<KnownRows?> RowsAsync(Slug organisation, Slug initiative, Asked asked, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        // One snapshot: the comparison of relation and stream must not see a commit in between.
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        if (await CheckedRows.ReadAsync(connection, organisation, initiative, cancellation) is not { } rows)
            return null;
        // A version that is not there yet: all there is.
        var frontier = asked.Version is { } version ? Math.Min(version, rows.Max(r => r.Version))
            : asked.KnownAt is { } instant ? EntryBook.FrontierAt(rows, instant)
            : (int?)null;
        var now = clock.GetCurrentInstant();
        var asOf = asked.Version is null ? Instant.Min(asked.KnownAt ?? now, now) : rows.FirstOrDefault(r => r.Version == frontier)?.RecordedAt;
        return new(rows, frontier, asOf);
    }
}

/// <summary>What a reader asks for.</summary>
/// <param name="Period">Null: the organisation's fiscal year of the last thing that happened.</param>
/// <param name="KnownAt">As known at this instant …</param>
/// <param name="Version">… or at this stream version; both null: now.</param>
/// <param name="Indicator">Only this figure; null: all.</param>
internal sealed record Asked(Period? Period = null, Instant? KnownAt = null, int? Version = null, Slug? Indicator = null);
