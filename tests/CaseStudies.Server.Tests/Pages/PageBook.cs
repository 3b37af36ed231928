using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Read;
using NodaTime;
using NodaTime.Text;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Tests.Pages;

/// <summary>A book written act by act, without a database and without asking whether the acts are allowed: pages must show any book.</summary>
internal sealed class PageBook
{
    private readonly List<EntryRow> _rows = [];

    public static readonly Slug Organisation = new("ysc");
    public static readonly Slug Key = new("hachifuku");

    public static PublicText T(string ja, string en) => new(ja, en);
    public static LocalDate D(string iso) => LocalDatePattern.Iso.Parse(iso).Value;
    public static Slug S(string key) => new(key);
    public static PersonId P(int number) => new($"p-{number:x8}");
    public static SessionId Session(int number) => new(new Guid(number, 0, 0, new byte[8]));

    /// <summary>Opened on 1 April 2025; the reason for a reconstruction is optional.</summary>
    public static PageBook Opened(PublicText? reconstruction = null) => new PageBook().Given(new InitiativeOpened(
        T("若者主体のコミュニティカフェを拠点とした地域のつながり作り", "Local ties around a community café run by young people"),
        [T("居場所・交流の場づくり", "places to be and to meet")],
        [T("多世代(主に若者・高齢者)", "all generations, above all young and old people")],
        [T("東京都八王子市", "Hachioji, Tokyo"), T("東京都福生市", "Fussa, Tokyo")],
        D("2025-04-01"), Reconstruction: reconstruction));

    public PageBook Given(params InitiativeFact[] facts)
    {
        foreach (var fact in facts)
            Record(fact);
        return this;
    }

    public EntryId Record(InitiativeFact fact)
    {
        Append(fact);
        return _rows[^1].Opens!.Value;
    }

    public PageBook Correct(EntryId entry, InitiativeFact replacement) => Append(new EntryCorrected(entry, replacement, new(ReasonCode.Miscounted, Private)));

    public PageBook Withdraw(EntryId entry) => Append(new EntryWithdrawn(entry, new(ReasonCode.EnteredByMistake, Private)));

    public PageBook Unreadable(string problem)
    {
        _rows.Add(EntryRow.Unreadable(_rows.Count + 1, Now, "session_held", problem));
        return this;
    }

    /// <summary>A reference into the vault whose commitment no page may show.</summary>
    public static PrivateText Private { get; } = new(new Guid(0xabc, 0, 0, new byte[8]), "SECRET-COMMITMENT");

    public EntryBook Book() => EntryBook.AsKnown(_rows);

    public InitiativeView View(OrganisationDescribed? profile = null) => View(Book(), Period.FiscalYear(2025), profile);

    /// <param name="version">The last version that is known; null for all.</param>
    /// <param name="asked">When the question is asked; null for after everything.</param>
    public InitiativeView View(Period period, int? version, Instant? asked) => View(EntryBook.AsKnown(_rows, version, asked), period, null);

    private static InitiativeView View(EntryBook book, Period period, OrganisationDescribed? profile) =>
        new(Organisation, Key, new(profile), book, ShownPeriod.Choose(period, book, FiscalCalendar.April), null,
            [.. Figures.Adopted(book, period).Select(i => Figures.Compute(i, book, period))]);

    /// <summary>Fiscal year 2025 as closed after half of the entries, and everything since.</summary>
    public ImmutableArray<Restatements> ClosedHalfway()
    {
        var middle = _rows.Count / 2;
        var mark = new PeriodMarked(PeriodState.Closed, D("2025-04-01"), D("2026-03-31"), D("2026-04-01"));
        List<EntryRow> rows =
        [
            .. _rows.Take(middle), EntryRow.FromEvent(new(1, new(new("staff-1"), Now, null, new(new Guid(0, 9, 9, new byte[8])), 0, Provenance.Http), mark)),
            .. _rows.Skip(middle),
        ];
        var closed = ClosedPeriods.FromHistory(EntryHistory.FromRows(rows.Select((r, i) => r with { Version = i + 1 })));
        return [.. closed.Closings.Select(c => closed.Since(c))];
    }

    public static Figure Named(InitiativeView view, string key) => view.Figures.Single(f => f.Indicator.Value == key);

    /// <summary>Adopts an indicator under this key.</summary>
    public PageBook Adopt(
        string key, PublicText label, Formula formula, Show show, When? when = null, string? target = null, bool headline = true, PublicText? note = null,
        params Against[] against) =>
        Given(new IndicatorAdopted(S(key), new(label, formula, show, when, target is null ? null : S(target), headline, note, [.. against]), D("2025-04-01")));

    public static Selection Of(string kind, params (string Dimension, string Value)[] where) =>
        new(kind, where.ToImmutableSortedDictionary(w => w.Dimension, w => ImmutableArray.Create(w.Value)));

    private Instant Now => Instant.FromUtc(2026, 4, 1, 0, 0) + Duration.FromMinutes(_rows.Count);

    private PageBook Append(InitiativeEvent e)
    {
        var version = _rows.Count + 1;
        var provenance = new Provenance(new("staff-1"), Now, null, new(new Guid(version, 1, 0, new byte[8])), 0, Provenance.Http);
        _rows.Add(EntryRow.FromEvent(new(version, provenance, e)));
        return this;
    }
}
