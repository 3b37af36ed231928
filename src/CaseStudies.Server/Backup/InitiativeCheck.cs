using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Backup;

/// <summary>What an initiative's entries and figures were at the backup, and must be again after the restore.</summary>
/// <remarks>
/// Computed from the entries as the program reads them, not from the database's own texts, so that it is the same on every PostgreSQL. Figures are
/// computed for an instant that the backup names, as weeks that still run are counted to the day of asking.
/// </remarks>
/// <param name="Entries">SHA-256 over the JSON of each row of the relation, each ended by LF, in the order of versions.</param>
/// <param name="Periods">
/// The fiscal years in which something happened, the last hundred of them. Always from April: they only have to be the same days before and after, and must
/// not hang on another stream.
/// </param>
/// <param name="Figures">SHA-256 over the JSON of all adopted figures of each period, each period's ended by LF.</param>
internal sealed record InitiativeCheck(string Organisation, string Initiative, int Events, string Entries, ImmutableArray<CheckedPeriod> Periods, string Figures)
{
    private const int MaximumPeriods = 100;

    public static InitiativeCheck Of(Slug organisation, Slug initiative, IReadOnlyCollection<EntryRow> rows, Instant asOf, ImmutableArray<CheckedPeriod>? periods = null)
    {
        var book = EntryBook.AsKnown(rows, null, asOf);
        var asked = periods ?? [.. FiscalYears(book)];
        return new(
            organisation.Value, initiative.Value, rows.Count, Hash(rows.Select(r => JsonSerializer.SerializeToUtf8Bytes(r, DomainJson.Options))),
            asked, Hash(asked.Select(p => FiguresOf(book, new(p.From, p.To)))));
    }

    public bool Same(InitiativeCheck other) => (Organisation, Initiative, Events, Entries, Figures) == (other.Organisation, other.Initiative, other.Events, other.Entries, other.Figures);

    private static IEnumerable<CheckedPeriod> FiscalYears(EntryBook book) => book.Entries
        .Where(e => !e.Fact.IsAnnouncement)
        .Select(e => book.OccurredOn(e.Fact))
        .OfType<LocalDate>()
        .Select(FiscalCalendar.April.YearOf)
        .Where(year => year is > 0 and < 9999) // a slip of the pen has no fiscal year
        .Distinct().Order().TakeLast(MaximumPeriods)
        .Select(Period.FiscalYear)
        .Select(p => new CheckedPeriod(p.From, p.To));

    private static byte[] FiguresOf(EntryBook book, Period period)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(Computed(book, period), DomainJson.Options);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Nobody's backup fails because a figure cannot be computed; that it fails likewise later can still be told.
            return JsonSerializer.SerializeToUtf8Bytes(e.GetType().Name, DomainJson.Options);
        }
    }

    private static Figure[] Computed(EntryBook book, Period period) =>
        [.. Domain.Indicators.Figures.Adopted(book, period).Select(i => Domain.Indicators.Figures.Compute(i, book, period))];

    private static string Hash(IEnumerable<byte[]> lines)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var line in lines)
        {
            hash.AppendData(line);
            hash.AppendData("\n"u8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>Both days included.</summary>
internal sealed record CheckedPeriod(LocalDate From, LocalDate To);

/// <summary>The head of the part of checks.</summary>
internal sealed record ChecksHead(Instant AsOf);
