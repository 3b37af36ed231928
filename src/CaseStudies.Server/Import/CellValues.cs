using CaseStudies.Domain;
using CaseStudies.Server.Wording;
using CaseStudies.Sheets;
using CaseStudies.Sheets.Values;
using NodaTime;

namespace CaseStudies.Server.Import;

/// <summary>What a cell says as a day, a time, a number or a mark: its type where the file has one, else its text. Formulas have been computed, or do
/// not get here.</summary>
internal static class CellValues
{
    /// <summary>Null for a blank.</summary>
    public static string? Text(SheetCell? cell) => cell is null || OfficeText.IsBlank(cell.Text) ? null : OfficeText.Display(cell.Text);

    public static Parsed<LocalDate> Date(SheetCell cell, FiscalContext? fiscal) =>
        cell.Moment is { } moment ? moment.Date : OfficeDate.Parse(cell.Text, fiscal);

    /// <summary>A day with its time as the clocks of the zone showed it, or a day alone.</summary>
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

    /// <summary>A whole number from 0 on.</summary>
    public static Parsed<int> Count(SheetCell cell)
    {
        var read = cell.Kind is SheetCellKind.Number or SheetCellKind.Text ? OfficeNumber.Count(cell.Text) : OfficeNumber.Count("?");
        return read.Value is not { } number ? read.Why!
            : number.Number.Numerator <= 1_000_000_000 ? (int)number.Number.Numerator
            : new SheetMessage("数が大きすぎます。", "The number is too large.");
    }

    public static Parsed<Quantity> Number(SheetCell cell) =>
        OfficeNumber.Parse(cell.Text) is { Value: { } number } ? number.Number.ToQuantity() : OfficeNumber.Parse(cell.Text).Why!;

    /// <summary>Whether somebody was there, or something is so.</summary>
    public static Parsed<bool> Mark(SheetCell cell) => cell.Kind == SheetCellKind.Truth ? cell.Text == "TRUE"
        : OfficeMark.Parse(cell.Text) is { Present: { } present } ? present : OfficeMark.Parse(cell.Text).Why!;
}
