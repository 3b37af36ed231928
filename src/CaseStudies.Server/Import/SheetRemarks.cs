namespace CaseStudies.Server.Import;

/// <summary>What is not read of a file, so that nobody thinks it was.</summary>
internal static class SheetRemarks
{
    public static IEnumerable<ImportProblem> Of(ImportFile file, ImportPlan plan)
    {
        foreach (var sheet in file.Sheets.Sheets.Where(s => plan.Layouts.All(l => l.Sheet.Index != s.Index)))
            yield return sheet.Hidden ? MappingSays.SheetHidden(sheet.Name) : MappingSays.SheetNotRead(sheet.Name);
        foreach (var layout in plan.Layouts)
        {
            var days = plan.Context.Mapping.Kind == ImportKind.Attendance ? DayHeader.Read(layout.Header, plan.Context.Fiscal).Select(d => d.Column).ToHashSet() : [];
            foreach (var column in layout.Unmapped.Where(c => !days.Contains(c)))
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
