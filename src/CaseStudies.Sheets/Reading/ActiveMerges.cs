using System.Collections.Immutable;

namespace CaseStudies.Sheets;

/// <summary>Which merged ranges the current row is part of, as rows go by.</summary>
internal sealed class ActiveMerges(IReadOnlyList<CellRange> ranges)
{
    private readonly CellRange[] _waiting = [.. ranges.OrderBy(r => r.FirstRow).ThenBy(r => r.FirstColumn)];
    private readonly List<MergedCells> _active = [];
    private ImmutableArray<MergedCells> _shown = [];
    private int _next;
    private int _firstEnd = int.MaxValue;

    /// <param name="row">Later than the row before.</param>
    /// <param name="cells">Its cells, for the value of a range that begins here.</param>
    public ImmutableArray<MergedCells> At(int row, IReadOnlyList<SheetCell> cells)
    {
        var changed = row > _firstEnd && _active.RemoveAll(m => m.Range.LastRow < row) > 0;
        for (; _next < _waiting.Length && _waiting[_next].FirstRow <= row; _next++)
        {
            if (_waiting[_next].LastRow < row)
                continue;
            Add(new(_waiting[_next], _waiting[_next].FirstRow == row ? cells.FirstOrDefault(c => c.Column == _waiting[_next].FirstColumn) : null));
            changed = true;
        }

        if (changed)
            (_shown, _firstEnd) = ([.. _active], _active.Count == 0 ? int.MaxValue : _active.Min(m => m.Range.LastRow));
        return _shown;
    }

    private void Add(MergedCells merge)
    {
        var place = _active.Count;
        while (place > 0 && _active[place - 1].Range.FirstColumn > merge.Range.FirstColumn)
            place--;
        if ((place > 0 && _active[place - 1].Range.LastColumn >= merge.Range.FirstColumn)
            || (place < _active.Count && _active[place].Range.FirstColumn <= merge.Range.LastColumn))
            throw FileRefusals.Damaged("結合されたセルが重なっています", "merged ranges overlap");
        _active.Insert(place, merge);
    }
}
