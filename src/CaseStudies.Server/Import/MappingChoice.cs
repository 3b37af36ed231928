using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Server.Sheets;

namespace CaseStudies.Server.Import;

/// <summary>Which mapping a file is read by: the one that is sent or named, else the one saved for such headers, else a proposal.</summary>
internal sealed class MappingChoice(MappingStore store)
{
    /// <exception cref="ImportRefusedException">None can be found.</exception>
    public async Task<(ImportMapping Mapping, string From)> OfAsync(Slug organisation, SheetFile file, Vocabulary words, ImportAsked asked, CancellationToken cancellation)
    {
        if (asked.Mapping is { } sent)
            return (sent, "sent");
        if (asked.MappingKey is { } key)
            return (await store.FindAsync(organisation, key, cancellation))?.Mapping is { } named ? (named, $"saved:{key}") : throw new ImportRefusedException(ImportRefusals.MappingUnknown(key.Value));
        foreach (var saved in await store.AllAsync(organisation, cancellation))
        {
            if ((asked.Kind is null || saved.Mapping.Kind == asked.Kind) && !MappingRules.Check(saved.Mapping, words).Any() && Fits(file, saved.Mapping) is { } fitting)
                return (fitting, $"saved:{saved.Key}");
        }

        return MappingProposal.Of(file, words, asked.Kind) is { } proposed ? (proposed, "proposed") : throw new ImportRefusedException(ImportRefusals.NoMapping());
    }

    /// <summary>Whether a sheet has the headers, in the mapping's row or a few rows off: people insert lines above their tables.</summary>
    private static ImportMapping? Fits(SheetFile file, ImportMapping mapping)
    {
        foreach (var row in Enumerable.Range(-3, 10).Select(off => mapping.HeaderRow + off).Where(r => r >= 1).OrderBy(r => Math.Abs(r - mapping.HeaderRow)))
        {
            foreach (var candidate in new[] { mapping with { HeaderRow = row }, mapping with { HeaderRow = row, Sheet = null } }.Distinct())
            {
                var sheets = candidate.Sheet is null or "*" ? file.Sheets.Where(s => !s.Hidden) : file.Sheets.Where(s => s.Name == candidate.Sheet);
                if (sheets.Any(s => SheetLayout.Of(s, candidate) is { Problems.Count: 0 }))
                    return candidate;
            }
        }

        return null;
    }
}
