using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Import;

/// <summary>Counts the verdicts of all rows and keeps one page of them for the answer.</summary>
internal sealed class DryRunReport(Place? after)
{
    /// <summary>The size of a page, and how many plain rows it may have.</summary>
    private const int Told = 500, Plain = 50;

    private readonly List<RowLine> _rows = [];
    private readonly VerdictDigest _digest = new();
    private int _plain;

    public VerdictCounts Counts { get; private set; } = new();
    public string? Next { get; private set; }
    public string Digest => _digest.Text;

    /// <summary>The number of commands to record.</summary>
    public int ToDo { get; private set; }

    public void Take(JudgedRow row)
    {
        Counts = Counts.With(row);
        _digest.Take(row);
        ToDo += row.Facts.Count(f => f.Planned is not null);
        if (Next is not null || (after is { } a && (row.At.Sheet, row.At.Row).CompareTo((a.Sheet, a.Row)) <= 0))
            return;
        if (row.IsPlain && (after is not null || ++_plain > Plain))
            return;
        if (_rows.Count == Told)
            Next = $"{_rows[^1].Sheet}:{_rows[^1].Row}";
        else
            _rows.Add(RowLine.FromRow(row));
    }

    public DryRun Answer(
        ImportFile file, ImportPlan plan, string from, ImportSnapshot ground, IReadOnlyList<EntryRow> rehearsed, Period? period, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var history = EntryHistory.FromRows(ground.Rows.Concat(rehearsed));
        var after = history.AsKnown(null, ground.Now);
        var chosen = ShownPeriod.Choose(period, after, ground.Words.Calendar).Period;
        var (lines, then) = (Computed(ground.Book, chosen, cancellation), Computed(after, chosen, cancellation));
        var changed = then.Where(t =>
            lines.Find(l => l.Indicator == t.Indicator) is not { } l || !FigureReading.FromFigure(l).Equals(FigureReading.FromFigure(t)))
            .Select(t => t.Indicator);
        return new(
            file.Hash, Digest, [.. file.Sheets.Sheets.Select(s =>
                new SheetLine(s.Index + 1, s.Name, s.Hidden, plan.Layouts.Any(l => l.Sheet.Index == s.Index)))],
            plan.Context.Mapping, from, ground.Book.Frontier, Counts, _rows, Next,
            [.. ground.Basis.Open.Take(1).Select(MappingMessages.UnderWay), .. SheetRemarks.ForFile(file, plan), .. plan.Remarks], plan.Context.People.Same(),
            new(chosen.From, chosen.To, [.. lines.Select(GetFigures.Line.FromFigure)], [.. then.Select(GetFigures.Line.FromFigure)], [.. changed]),
            [.. ClosedPeriods.FromHistory(history).ByAct(history.Last, history.Last).Select(WouldRestate.FromRestatements)],
            [.. Warnings.Beyond(after, ground.Book).Select(WarningLine.FromWarning)]);
    }

    private static List<Figure> Computed(EntryBook book, Period period, CancellationToken cancellation) =>
        [.. Figures.Adopted(book, period).Select(i =>
        {
            cancellation.ThrowIfCancellationRequested();
            return Figures.Compute(i, book, period);
        })];
}

/// <summary>A hash of all verdicts and of everything that would be recorded. Two dry runs with the same hash have the same result.</summary>
internal sealed class VerdictDigest
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public string Text => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public void Take(JudgedRow row)
    {
        var line = new StringBuilder($"{row.At.Sheet}:{row.At.Row} {row.Verdict}");
        foreach (var fact in row.Facts)
            line.Append(' ').Append(fact.Verdict).Append(fact.Planned?.Id);
        _hash.AppendData(Encoding.UTF8.GetBytes(line.Append('\n').ToString()));
        // The id says only what a fact is about. With another mapping, the same file may state something else about it.
        foreach (var planned in row.Facts.Select(f => f.Planned).OfType<PlannedCommand>())
            _hash.AppendData(planned.Sent.Canonical);
    }
}
