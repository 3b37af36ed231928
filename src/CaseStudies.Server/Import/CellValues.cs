using CaseStudies.Domain;
using CaseStudies.Server.Wording;
using CaseStudies.Sheets;
using CaseStudies.Sheets.Values;
using NodaTime;

namespace CaseStudies.Server.Import;

/// <summary>Reads a cell as a day, a time, a number or a mark: by the type that the file gives it, otherwise by its text. Rows with formulas that have
/// no value are refused before.</summary>
internal static class CellValues
{
    /// <summary>Null for a blank cell.</summary>
    public static string? Text(SheetCell? cell) => cell is null || OfficeText.IsBlank(cell.Text) ? null : OfficeText.Display(cell.Text);

    public static Parsed<LocalDate> Date(SheetCell cell, FiscalContext? fiscal) =>
        cell.Moment is { } moment ? moment.Date : OfficeDate.Parse(cell.Text, fiscal);

    /// <summary>A day with its local time in the zone. A day alone is read as midnight.</summary>
    public static Parsed<LocalDateTime> Moment(SheetCell cell, FiscalContext? fiscal, DateTimeZone zone)
    {
        if (cell.Moment is { } moment)
            return moment;
        if (OfficeMoment.Parse(cell.Text) is { Value: { } read })
            return read.Offset is { } offset ? read.Moment.WithOffset(offset).InZone(zone).LocalDateTime : read.Moment;
        return Date(cell, fiscal) is { Value: { } day } ? day.AtMidnight() : Date(cell, fiscal).Why!;
    }

    public static Parsed<LocalTime> Time(SheetCell cell) =>
        (cell.Time ?? cell.Moment?.TimeOfDay) is { } time ? time : OfficeTime.Parse(cell.Text);

    /// <summary>A whole number from 0. Of a cell that became a day or a time, nobody can say which number was typed.</summary>
    public static Parsed<int> Count(SheetCell cell, int maximum)
    {
        if (cell.Kind is SheetCellKind.Date or SheetCellKind.DateTime or SheetCellKind.Time)
            return new SheetMessage(
                "このセルは日付か時刻になっています。書式を数値に直して、数を入れ直してください。",
                "This cell holds a date or a time. Format it as a number and enter the number again.");
        var read = OfficeNumber.Count(cell.Text, maximum);
        return read.Value is { } number ? (int)number.Number.Numerator : read.Why!;
    }

    public static Parsed<Quantity> Number(SheetCell cell) =>
        OfficeNumber.Parse(cell.Text) is { Value: { } number } ? number.Number.ToQuantity() : OfficeNumber.Parse(cell.Text).Why!;

    /// <summary>Whether the cell says yes: somebody was present, or something is true.</summary>
    public static Parsed<bool> Mark(SheetCell cell) => cell.Kind == SheetCellKind.Truth ? cell.Text == "TRUE"
        : OfficeMark.Parse(cell.Text) is { Present: { } present } ? present : OfficeMark.Parse(cell.Text).Why!;
}
