using CaseStudies.Domain;
using CaseStudies.Sheets;
using NodaTime;

namespace CaseStudies.Server.Import;

/// <summary>Chooses the mapping of a file: the one sent or named in the request, else a saved one whose headers fit, else a proposal.</summary>
internal sealed class MappingChoice(MappingStore store)
{
    /// <summary>How many sheets and rows are searched for headers.</summary>
    private const int MaximumSheets = 50, Depth = 60;

    /// <exception cref="ImportRefusedException">There is no mapping for the file.</exception>
    public async Task<(ImportMapping Mapping, string From)> ForFileAsync(
        Slug organisation, SheetFile file, Vocabulary words, LocalDate today, ImportOptions asked, CancellationToken cancellation)
    {
        if (asked.Mapping is { } sent)
            return (sent, "sent");
        if (asked.MappingKey is { } key)
            return (await store.FindAsync(organisation, key, cancellation))?.Mapping is { } named
                ? (named, $"saved:{key}")
                : throw new ImportRefusedException(ImportRefusals.MappingUnknown(key.Value));
        var sheets = file.Sheets.Take(MaximumSheets).Select(s => (s, s.Rows().TakeWhile(r => r.Number <= Depth).ToList())).ToList();
        foreach (var saved in await store.AllAsync(organisation, cancellation))
        {
            if ((asked.Kind is null || saved.Mapping.Kind == asked.Kind) && !MappingRules.Check(saved.Mapping, words).Any()
                && Fits(sheets, saved.Mapping) is { } fitting)
                return (ThisYears(fitting, sheets, words.Calendar.YearOf(today), today), $"saved:{saved.Key}");
        }

        return MappingProposal.Propose(file, words, asked.Kind) is { } proposed
            ? (proposed, "proposed")
            : throw new ImportRefusedException(ImportRefusals.NoMapping());
    }

    /// <summary>The mapping with the row and sheet of its headers. People insert rows above their tables, so a few rows above and below are tried.</summary>
    private static ImportMapping? Fits(IReadOnlyList<(Sheet Sheet, List<SheetRow> Top)> sheets, ImportMapping mapping)
    {
        foreach (var row in Enumerable.Range(-3, 10).Select(off => mapping.HeaderRow + off).Where(r => r >= 1).OrderBy(r => Math.Abs(r - mapping.HeaderRow)))
        {
            foreach (var candidate in new[] { mapping with { HeaderRow = row }, mapping with { HeaderRow = row, Sheet = null } }.Distinct())
            {
                var named = candidate.Sheet is null or "*" ? sheets.Where(s => !s.Sheet.Hidden) : sheets.Where(s => s.Sheet.Name == candidate.Sheet);
                if (named.Any(s => SheetLayout.FromSheet(s.Sheet, s.Top, candidate) is { Problems.Count: 0 }))
                    return candidate;
            }
        }

        return null;
    }

    /// <summary>Sets the year of a saved mapping, which may be outdated: the year in the file, or else the saved one if it is the current year.</summary>
    private static ImportMapping ThisYears(ImportMapping saved, IReadOnlyList<(Sheet Sheet, List<SheetRow> Top)> sheets, int present, LocalDate today)
    {
        var said = sheets.Where(s => !s.Sheet.Hidden)
            .Select(s => FiscalYears.Above(s.Sheet.Name, s.Top.TakeWhile(r => r.Number < saved.HeaderRow + saved.HeaderRows)))
            .FirstOrDefault(y => y is not null);
        return saved with { FiscalYear = said ?? (saved.FiscalYear == present ? present : null),
            Year = said is null && saved.Year == today.Year ? saved.Year : null };
    }
}
