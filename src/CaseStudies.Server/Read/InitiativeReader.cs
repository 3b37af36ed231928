using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Observability;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Store;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Read;

/// <summary>Reads the entries of an initiative as known at a point in time, and computes its figures.</summary>
internal sealed class InitiativeReader(EntryCache entries, OrganisationReader organisations, IClock clock, ClockSkew skew)
{
    /// <summary>The view with the figures asked for; null where the organisation has no such initiative.</summary>
    /// <param name="weigh">Is told how many entries there are, and waited for before they are read.</param>
    public async Task<InitiativeView?> ReadAsync(
        Slug organisation, Slug initiative, ViewQuery asked, CancellationToken cancellation, Func<int, Task>? weigh = null) =>
        await EntriesAsync(organisation, initiative, asked, weigh, cancellation) is var (view, _)
            ? WithFigures(view, Asked(asked, view.Book, view.Period))
            : null;

    /// <summary>The entries without figures; null as for <see cref="ReadAsync"/>.</summary>
    public async Task<InitiativeView?> ReadEntriesAsync(
        Slug organisation, Slug initiative, ViewQuery asked, CancellationToken cancellation, Func<int, Task>? weigh = null) =>
        (await EntriesAsync(organisation, initiative, asked, weigh, cancellation))?.View;

    /// <summary>The view without figures, and the rows that it is made of; null as for <see cref="ReadAsync"/>.</summary>
    public Task<(InitiativeView View, KnownRows Known)?> ReadRowsAsync(
        Slug organisation, Slug initiative, ViewQuery asked, CancellationToken cancellation, Func<int, Task>? weigh = null) =>
        EntriesAsync(organisation, initiative, asked, weigh, cancellation);

    /// <summary>The view with its figures, the state of the period and the changes since its closing; null as for <see cref="ReadAsync"/>.</summary>
    public async Task<InitiativeView?> ReadWithStandingAsync(
        Slug organisation, Slug initiative, ViewQuery asked, CancellationToken cancellation, Func<int, Task>? weigh = null) =>
        await EntriesAsync(organisation, initiative, asked, weigh, cancellation) is var (view, known)
            ? WithFigures(view, Figures.Adopted(view.Book, view.Period)) with
            {
                Standing = known.StandingOf(view.Period), Restated = known.Restated(view.Period),
            }
            : null;

    /// <summary>The view without figures, and every closing with what was changed since; null as for <see cref="ReadAsync"/>.</summary>
    /// <param name="only">Only the closings of this period; null for all.</param>
    public async Task<(InitiativeView View, KnownRows Known, ImmutableArray<Restatements> Closings)?> ReadClosingsAsync(
        Slug organisation, Slug initiative, ViewQuery asked, Period? only, CancellationToken cancellation, Func<int, Task>? weigh = null) =>
        await EntriesAsync(organisation, initiative, asked, weigh, cancellation) is var (view, known)
            ? (view, known, [.. known.Closed.Closings.Where(c => only is null || (c.From, c.To) == (only.From, only.To))
                .Select(c => known.Closed.Since(c, known.AsOf))])
            : null;

    private static IEnumerable<AdoptedIndicator> Asked(ViewQuery asked, EntryBook book, Period period)
    {
        if (asked is not { Indicator: { } key, DefinitionVersion: { } number })
            return Figures.Adopted(book, period).Where(i => asked.Indicator is null || i.Key == asked.Indicator);
        if (DefinitionHistory.Find(book, key) is not { } history)
            return [];
        return history.Version(number) is { } version ? [version] : throw new MalformedException(Unknown(number, history.Versions));
    }

    private static PublicText Unknown(int number, IEnumerable<AdoptedIndicator> versions)
    {
        var there = string.Join(", ", versions.Select(v => v.Version));
        return new($"この指標の定義に第{number}版はありません。あるのは次の版です:{there}",
            $"There is no version {number} of this indicator's definition. Those that there are: {there}.");
    }

    private static InitiativeView WithFigures(InitiativeView view, IEnumerable<AdoptedIndicator> definitions)
    {
        ImmutableArray<Figure> figures = [.. definitions.Select(d => Figures.Compute(d, view.Book, view.Period))];
        Telemetry.FiguresBlocked(figures.Count(f => f.Status == FigureStatus.Blocked));
        return view with { Figures = figures };
    }

    private async Task<(InitiativeView View, KnownRows Known)?> EntriesAsync(
        Slug organisation, Slug initiative, ViewQuery asked, Func<int, Task>? weigh, CancellationToken cancellation)
    {
        var (reading, telling) = (RowsAsync(organisation, initiative, asked, cancellation, weigh), organisations.FindAsync(organisation, cancellation));
        await Task.WhenAll(reading, telling);
        if (await reading is not { } known)
            return null;
        var told = await telling ?? new();
        var shown = ShownPeriod.Choose(asked.Period, known.Book, told.Calendar);
        return (new(organisation, initiative, told, known.Book, shown, known.KnownAt, [], asked.Version), known);
    }

    /// <summary>The rows as known at the given point. Events of the stream without a row are problems of the book.</summary>
    /// <param name="weigh">As for <see cref="ReadAsync"/>.</param>
    /// <exception cref="MalformedException">The given point lies in the future.</exception>
    public async Task<KnownRows?> RowsAsync(
        Slug organisation, Slug initiative, ViewQuery asked, CancellationToken cancellation, Func<int, Task>? weigh = null)
    {
        var stream = new StreamKey(organisation, initiative);
        if (weigh is not null)
            await weigh(await entries.CountAsync(stream, cancellation)); // reading them for the first time is heavy, too
        if (await entries.ReadAsync(stream, cancellation) is not { } history)
            return null;
        var now = clock.GetCurrentInstant();
        var knownAt = asked.KnownAt?.Last(history.Zone, now, skew.Ahead);
        // A version beyond the stream means everything.
        var frontier = asked.Version is { } version ? Math.Min(version, history.Last)
            : knownAt is { } last ? history.FrontierAt(last)
            : (int?)null;
        var asOf = asked.Version is null ? Instant.Min(knownAt ?? now, now) : history.RecordedAt(frontier!.Value);
        return new(history, frontier, asOf, knownAt);
    }
}

/// <summary>The parameters of a view.</summary>
/// <param name="Period">Null for the one that <see cref="ShownPeriod"/> chooses.</param>
/// <param name="KnownAt">As known at this time or at the end of this day …</param>
/// <param name="Version">… or at this stream version; both null for now.</param>
/// <param name="Indicator">Only this figure; null for all.</param>
/// <param name="DefinitionVersion">By this version of its definition; null for the one that governs the period.</param>
internal sealed record ViewQuery(Period? Period = null, KnownAt? KnownAt = null, int? Version = null, Slug? Indicator = null, int? DefinitionVersion = null);
