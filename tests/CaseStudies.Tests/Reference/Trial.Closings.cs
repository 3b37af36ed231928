using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Tests.Reference.Naive;

namespace CaseStudies.Tests.Reference;

/// <content>Closed periods, and the list of each closing.</content>
internal sealed partial class Trial
{
    private void CompareClosings(List<EntryRow> rows, List<Happening> happenings, NaiveLog log)
    {
        if (log.Problems.Count > 0)
            return;
        var (history, naive) = (EntryHistory.FromRows(rows), new NaiveClosings(happenings));
        var told = ClosedPeriods.FromHistory(history);
        Same("periods", history.AsKnown().Standings.Select(s => $"{new Days(s.From, s.To)} {Seen.Kebab(s.State)} v{s.Version}"),
            naive.Standings.Select(s => $"{s.Period} {s.State} v{s.Version}"));
        Same("closings", told.Closings.Select(c => $"{new Days(c.From, c.To)} {c.Number} v{c.Version} until {c.Reopened?.Version}"),
            naive.All.Select(c => $"{c.Period} {c.Number} v{c.Version} until {c.Reopened}"));
        foreach (var closing in naive.All)
        {
            if (told.Closings.FirstOrDefault(c => c.Version == closing.Version) is { } product)
                CompareList(history, told.ChangesSince(product), log, naive, closing);
        }
    }

    /// <summary>
    /// Exactly what concerns the days and what altered a figure. Of a file that altered one, the rows that the figure can look at are for the product to
    /// say; and so are acts that alter nothing but the words beside a figure.
    /// </summary>
    private void CompareList(
        EntryHistory history, IReadOnlyCollection<ListedChange> product, NaiveLog log, NaiveClosings naive, NaiveClosing closing)
    {
        var since = log.Changes.Where(c => c.Version > closing.Version).ToList();
        string Line(NaiveChange c) => $"v{c.Version} {c.Entry} in {naive.During(closing.Period, c.Version)}";
        var listed = product.ToDictionary(l => (l.Change.Event, l.Change.Entry!.Value.Value), l => $"v{l.Change.Version} {l.Change.Entry} in {l.During}");
        foreach (var act in since.GroupBy(c => c.Version))
        {
            var (concern, all) = (act.Where(c => c.Concerns(closing.Period)).Select(Line).ToList(), act.Select(Line).ToList());
            var here = act.Where(c => listed.ContainsKey((c.Event, c.Entry))).Select(c => listed[(c.Event, c.Entry)]).ToList();
            var right = !concern.Except(here).Any() && !here.Except(all).Any();
            if (here.Count > 0)
                Coverage.NoteListed(Covered, closing, naive.During(closing.Period, act.Key));
            // What concerns the days is in the list anyway; to see whether it altered a figure takes its time.
            if (concern.Count < all.Count || _history.Chance.Happens(0.4))
            {
                var altered = naive.Altered(closing.Period, act.Key);
                right &= altered ? here.Count > 0 : here.Count == concern.Count || OnlyWordsDiffer(history, closing, act.Key);
                Coverage.NoteSince(Covered, concern.Count > 0, altered);
            }

            if (!right)
            {
                Disagreements.Add($"seed {Seed}: {closing}, version {act.Key}: listed {string.Join(", ", here)}, "
                    + $"concern its days {string.Join(", ", concern)}, {history.Rows.First(r => r.Version == act.Key)}\n"
                    + string.Join("\n", naive.Read(closing.Period, act.Key - 1, history.RecordedAt(act.Key)!.Value)) + "\nthen\n"
                    + string.Join("\n", naive.Read(closing.Period, act.Key, history.RecordedAt(act.Key)!.Value)));
            }
        }

        Same($"list of {closing} besides", listed.Keys.Except(since.Select(c => (c.Event, c.Entry))).Select(e => listed[e]), []);
    }

    private static bool OnlyWordsDiffer(EntryHistory history, NaiveClosing closing, int version)
    {
        var at = history.RecordedAt(version)!.Value;
        var effects = Effects.Between(history.AsKnown(version - 1, at), history.AsKnown(version, at), new(closing.Period.First!.Value, closing.Period.Last));
        return !effects.IsEmpty && effects.All(e => e is { From: { } from, To: { } to } && Value(from) == Value(to));

        static string Value(FigureReading reading) => $"{reading.Version} {reading.Status} {reading.Value} {reading.Target} "
            + string.Join(';', reading.Comparisons.Select(c => $"{c.Status} {c.Value} {c.Difference}"));
    }
}
