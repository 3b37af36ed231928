namespace CaseStudies.Server.Import;

/// <summary>Remarks about a file: what is not read, and what is read although it is hidden.</summary>
internal static class SheetRemarks
{
    public static IEnumerable<ImportProblem> ForFile(ImportFile file, ImportPlan plan)
    {
        foreach (var sheet in file.Sheets.Sheets.Where(s => plan.Layouts.All(l => l.Sheet.Index != s.Index)))
            yield return sheet.Hidden ? MappingMessages.SheetHidden(sheet.Name) : MappingMessages.SheetNotRead(sheet.Name);
        foreach (var layout in plan.Layouts)
        {
            var read = SheetReading.Create(plan.Context, layout).Columns.ToHashSet();
            if (layout.Sheet.Hidden)
                yield return MappingMessages.HiddenSheetRead(layout.Sheet.Name);
            foreach (var column in read.Where(layout.Sheet.IsHidden).Order())
                yield return MappingMessages.HiddenColumn(column, layout.Header.Texts.GetValueOrDefault(column, ""));
            foreach (var column in layout.Unmapped.Where(c => !read.Contains(c)))
                yield return Totals.IsWord(layout.Header.Texts[column])
                    ? MappingMessages.TotalsColumn(column, layout.Header.Texts[column])
                    : MappingMessages.ColumnNotImported(column, layout.Header.Texts[column]);
            foreach (var (column, mapped) in layout.Columns)
            {
                if (mapped.As == ColumnUse.Total)
                    yield return MappingMessages.TotalsColumn(column, layout.Header.Texts.GetValueOrDefault(column, ""));
                else if (!read.Contains(column))
                    yield return MappingMessages.ColumnNotImported(column, layout.Header.Texts.GetValueOrDefault(column, ""));
            }
        }
    }
}
