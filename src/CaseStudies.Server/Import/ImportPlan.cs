using CaseStudies.Sheets;

namespace CaseStudies.Server.Import;

/// <summary>A file and its mapping, compared with what is recorded. Each enumeration gives the same rows with the same verdicts.</summary>
internal sealed class ImportPlan(ReadingContext context, IReadOnlyList<SheetLayout> layouts, CommandFactory commands, CancellationToken cancellation)
{
    private bool _looked;

    public ReadingContext Context => context;
    public IReadOnlyList<SheetLayout> Layouts => layouts;

    /// <summary>Remarks about sheets and columns, complete after an enumeration.</summary>
    public List<ImportProblem> Remarks { get; } = [];

    /// <exception cref="SheetRefusedException">During the enumeration: the file is refused, and the rows before do not count.</exception>
    public IEnumerable<JudgedRow> Rows()
    {
        Look();
        var reconciler = new RowReconciler(context.Mapping, context.Basis, context.Ids, commands);
        Remarks.Clear();
        foreach (var layout in layouts)
        {
            var reading = SheetReading.Create(context, layout);
            var columns = reading.Columns.ToHashSet();
            var watch = new RowWatch(layout, columns);
            foreach (var row in Below(layout))
            {
                var says = reading.Read(row);
                context.Spoken.Take(says);
                watch.Take(row, says);
                yield return reconciler.Reconcile(says, reading.Whole);
            }

            Remarks.AddRange([.. reading.Remarks, .. watch.Remarks]);
        }

        Remarks.AddRange(MissingFromFile.Find(context, reconciler));
    }

    private void Look()
    {
        if (_looked)
            return;
        foreach (var layout in layouts)
        {
            var reading = SheetReading.Create(context, layout);
            foreach (var row in reading.NeedsLook ? Below(layout) : [])
            {
                if (reading.Uncomputed(row).Count == 0)
                    reading.Look(row);
            }
        }

        _looked = true;
    }

    private IEnumerable<SheetRow> Below(SheetLayout layout)
    {
        foreach (var row in layout.Sheet.Rows())
        {
            cancellation.ThrowIfCancellationRequested();
            if (row.Number >= layout.Header.Row + layout.Header.Rows && row.Cells.Any(c => !c.Covered && CellValues.Text(c) is not null))
                yield return row;
        }
    }
}
