using CaseStudies.Sheets;
using CaseStudies.Sheets.Values;
using NodaTime;

namespace CaseStudies.Server.Import;

/// <summary>The days in the header of an attendance sheet: a whole date in one cell, or year and month in one row and the day in the next.</summary>
internal static class DayHeader
{
    public static IEnumerable<(int Column, LocalDate On)> Read(SheetHeader header, FiscalContext? fiscal)
    {
        foreach (var column in header.Texts.Keys)
        {
            if (Read(header, column, fiscal) is { } day)
                yield return (column, day);
        }
    }

    private static LocalDate? Read(SheetHeader header, int column, FiscalContext? fiscal)
    {
        var (month, first) = ((YearMonth?)null, (LocalDate?)null);
        foreach (var row in header.Cells)
        {
            if (row[column] is not { } cell)
                continue;
            if (month is { } known && DayOf(cell) is { } day && day <= CalendarSystem.Iso.GetDaysInMonth(known.Year, known.Month))
                return new LocalDate(known.Year, known.Month, day);
            if (cell.Kind is not SheetCellKind.Number && CellValues.Date(cell, fiscal).Value is { } whole)
            {
                // Above several columns it may be a month. A month is kept as its first day.
                if (whole.Day != 1 || row.Merged(column) is not { Range: var range } || range.FirstColumn == range.LastColumn)
                    return whole;
                (month, first) = (whole.ToYearMonth(), whole);
            }
            else if (OfficeMonth.Parse(cell.Text, fiscal) is { Value: { } above })
                month = above;
        }

        return first;
    }

    private static int? DayOf(SheetCell cell)
    {
        var text = OfficeText.Key(cell.Text).TrimEnd('日');
        return text.Length is 1 or 2
            && int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var day) && day is >= 1
            and <= 31 ? day : null;
    }
}
