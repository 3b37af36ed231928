namespace CaseStudies.Server.Import;

/// <summary>Remarks about a file: what is not read, and what is read although the spreadsheet hides it.</summary>
internal static class SheetRemarks
{
    public static IEnumerable<ImportProblem> Of(ImportFile file, ImportPlan plan)
    {
        foreach (var sheet in file.Sheets.Sheets.Where(s => plan.Layouts.All(l => l.Sheet.Index != s.Index)))
            yield return sheet.Hidden ? MappingSays.SheetHidden(sheet.Name) : MappingSays.SheetNotRead(sheet.Name);
        foreach (var layout in plan.Layouts)
        {
            var read = SheetReading.Of(plan.Context, layout).Columns.ToHashSet();
            if (layout.Sheet.Hidden)
                yield return MappingSays.HiddenSheetRead(layout.Sheet.Name);
            foreach (var column in read.Where(layout.Sheet.IsHidden).Order())
                yield return MappingSays.HiddenColumn(column, layout.Header.Texts.GetValueOrDefault(column, ""));
            foreach (var column in layout.Unmapped.Where(c => !read.Contains(c)))
                yield return Totals.IsWord(layout.Header.Texts[column]) ? MappingSays.TotalsColumn(column, layout.Header.Texts[column]) : MappingSays.ColumnNotImported(column, layout.Header.Texts[column]);
            foreach (var (column, mapped) in layout.Columns)
            {
                if (mapped.As == ColumnUse.Total)
                    yield return MappingSays.TotalsColumn(column, layout.Header.Texts.GetValueOrDefault(column, ""));
                else if (mapped.As == ColumnUse.Ignored)
                    yield return MappingSays.ColumnNotImported(column, layout.Header.Texts.GetValueOrDefault(column, ""));
            }
        }
    }
}
