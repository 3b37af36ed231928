using CaseStudies.Domain;
using CaseStudies.Domain.Entries;

namespace CaseStudies.Tests.Entries;

/// <summary>
/// The relation a second time, from the words and not from the code: per entry a list of (from, to, content), found by
/// looking through all rows for each question. Slow and obvious.
/// </summary>
internal static class NaiveBook
{
    public static List<(EntryId Entry, int From, int? To, int Count)> Intervals(IEnumerable<EntryRow> rows, int frontier)
    {
        var known = rows.Where(r => r.Version <= frontier).ToList();
        return
        [
            .. known.Where(r => r.Opens is not null).OrderBy(r => r.Version).Select(r => (r.Opens!.Value, r.Version,
                known.Where(c => c.Closes == r.Opens && c.Version > r.Version).Select(c => (int?)c.Version).Min(), Streams.Count(r))),
        ];
    }

    public static bool Whole(IReadOnlyCollection<EntryRow> rows) =>
        rows.Select(r => r.Version).Order().SequenceEqual(Enumerable.Range(1, rows.Count))
        && rows.All(r => r.Problem is null)
        && rows.All(r => r.Closes is null || InForceBefore(rows, r.Closes.Value, r.Version))
        && rows.All(r => r.Opens is null || r.Opens == r.Closes || !InForceBefore(rows, r.Opens.Value, r.Version));

    private static bool InForceBefore(IEnumerable<EntryRow> rows, EntryId id, int version) =>
        rows.Where(r => r.Version < version && (r.Opens == id || r.Closes == id)).MaxBy(r => r.Version)?.Opens == id;
}
