using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Backup;

/// <summary>Hashes of the entries and figures of an initiative at the backup, compared after the restore.</summary>
/// <remarks>
/// Computed from the entries as the program reads them, not from texts of the database, so they are equal on every PostgreSQL. Figures are
/// computed for an instant stored in the backup, because running weeks are counted up to the day of the question.
/// </remarks>
/// <param name="Entries">SHA-256 over the JSON of each row of the entries table, each ended by LF, ordered by version.</param>
/// <param name="Periods">
/// The fiscal years with entries, at most the last hundred. Always from April: they only have to be the same before and after, and must
/// not depend on another stream.
/// </param>
/// <param name="Figures">SHA-256 over the JSON of all adopted figures of each period, each period's ended by LF.</param>
internal sealed record InitiativeCheck(string Organisation, string Initiative, int Events, string Entries, ImmutableArray<CheckedPeriod> Periods,
    string Figures)
{
    private const int MaximumPeriods = 100;

    public static InitiativeCheck FromRows(Slug organisation, Slug initiative, IReadOnlyCollection<EntryRow> rows, Instant asOf,
        ImmutableArray<CheckedPeriod>? periods = null)
    {
        var book = EntryBook.AsKnown(rows, null, asOf);
        var asked = periods ?? [.. FiscalYears(book)];
        return new(
            organisation.Value, initiative.Value, rows.Count, Hash(rows.Select(r => JsonSerializer.SerializeToUtf8Bytes(r, DomainJson.Options))),
            asked, Hash(asked.Select(p => FiguresOf(book, new(p.From, p.To)))));
    }

    public bool Same(InitiativeCheck other) =>
        (Organisation, Initiative, Events, Entries, Figures) == (other.Organisation, other.Initiative, other.Events, other.Entries, other.Figures);

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
            // A figure that cannot be computed must not stop a backup; the failure itself can be compared later.
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

/// <summary>A period, both days included.</summary>
internal sealed record CheckedPeriod(LocalDate From, LocalDate To);

/// <summary>The first line of the part <c>checks</c>.</summary>
internal sealed record ChecksHead(Instant AsOf);
