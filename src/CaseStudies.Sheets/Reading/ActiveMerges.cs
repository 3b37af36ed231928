using System.Collections.Immutable;

namespace CaseStudies.Server.Sheets;

/// <summary>Which merged ranges the current row is part of, as rows go by.</summary>
internal sealed class ActiveMerges(IReadOnlyList<CellRange> ranges)
{
    private readonly CellRange[] waiting = [.. ranges.OrderBy(r => r.FirstRow).ThenBy(r => r.FirstColumn)];
    private readonly List<MergedCells> active = [];
    private ImmutableArray<MergedCells> shown = [];
    private int next;
    private int firstEnd = int.MaxValue;

    /// <param name="row">Later than the row before.</param>
    /// <param name="cells">Its cells, for the value of a range that begins here.</param>
    public ImmutableArray<MergedCells> At(int row, IReadOnlyList<SheetCell> cells)
    {
        var changed = row > firstEnd && active.RemoveAll(m => m.Range.LastRow < row) > 0;
        for (; next < waiting.Length && waiting[next].FirstRow <= row; next++)
        {
            if (waiting[next].LastRow < row)
                continue;
            Add(new(waiting[next], waiting[next].FirstRow == row ? cells.FirstOrDefault(c => c.Column == waiting[next].FirstColumn) : null));
            changed = true;
        }

        if (changed)
            (shown, firstEnd) = ([.. active], active.Count == 0 ? int.MaxValue : active.Min(m => m.Range.LastRow));
        return shown;
    }

    private void Add(MergedCells merge)
    {
        var place = active.Count;
        while (place > 0 && active[place - 1].Range.FirstColumn > merge.Range.FirstColumn)
            place--;
        if ((place > 0 && active[place - 1].Range.LastColumn >= merge.Range.FirstColumn)
            || (place < active.Count && active[place].Range.FirstColumn <= merge.Range.LastColumn))
            throw FileRefusals.Damaged("結合されたセルが重なっています", "merged ranges overlap");
        active.Insert(place, merge);
    }
}
