using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Sheets;

/// <summary>One cell: its value, how its format shows it, and whether a formula stands behind it.</summary>
internal sealed class XlsxCellReader(PartReader part, XlsxContext context)
{
    private const int MostSpills = 1_000;

    /// <summary>Ranges that one formula fills; their cells have a value and no formula of their own.</summary>
    private readonly List<CellRange> _spills = [];

    /// <summary>Reads the cell on whose start the part stands; null for one that holds nothing.</summary>
    public SheetCell? Read(int row, int column)
    {
        var (type, style) = (part["t"] ?? "n", part["s"]);
        if (part.IsEmpty)
            return null;
        var (place, depth, formula) = (new CellPlace(row, column), part.Depth, false);
        var (value, inline, furigana) = ((string?)null, (string?)null, (string?)null);
        while (part.Read() && !(part.IsEnd && part.Depth == depth))
        {
            if (part.AtMain("f"))
                formula |= Formula(row);
            else if (part.AtMain("v"))
                value = part.Text(CellString.LongestStored, place);
            else if (part.AtMain("is"))
                (inline, furigana) = CellString.Read(part, place);
        }

        formula |= _spills.Exists(s => s.Contains(row, column));
        if (type == "s" && value is not null)
            (inline, furigana) = context.Strings[Index(value)];
        var cell = Made(type, type == "s" ? inline : inline ?? value, style, place);
        if (!formula)
            return furigana is null ? cell : cell! with { Furigana = furigana };
        // A text may have come out empty; anything else without a value was never computed, whatever it looks like.
        return (cell ?? Cell(SheetCellKind.Text, type == "str" ? "" : SheetCell.NeverComputed, place)) with { Formula = true };
    }

    private bool Formula(int row)
    {
        if (part["t"] is "array" or "dataTable" && part["ref"] is { } reference)
        {
            _spills.RemoveAll(s => s.LastRow < row);
            var range = CellRange.Parse(reference) ?? throw FileRefusals.Damaged("配列数式の範囲", "the range of an array formula");
            if ((range.FirstRow, range.FirstColumn) != (range.LastRow, range.LastColumn))
                _spills.Add(range);
            if (_spills.Count > MostSpills)
                throw FileRefusals.TooComplex("配列数式が多すぎます", "too many array formulas");
        }

        return true;
    }

    private SheetCell? Made(string type, string? value, string? style, CellPlace place) => (type, value) switch
    {
        (_, null or "") => null,
        ("s" or "inlineStr", _) => Cell(SheetCellKind.Text, value, place),
        ("str", _) => Cell(SheetCellKind.Text, CellString.Decoded(value, place), place),
        ("b", _) => Cell(SheetCellKind.Truth, value is "1" or "true" ? "TRUE" : value is "0" or "false" ? "FALSE" : throw Broken(place), place),
        ("e", _) => Cell(SheetCellKind.Error, value.Length <= 20 ? value : throw Broken(place), place),
        ("d", _) => IsoDate(value, place),
        ("n", _) => Number(ReadNumber.Plain(value) ?? throw SheetRefusals.NumberOutOfRange(place.ToString()), Format(style), place),
        _ => throw Broken(place),
    };

    private MomentFormat Format(string? style) =>
        style is null ? MomentFormat.None
        : int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < Math.Max(context.Formats.Count, 1)
            ? context.Formats.ElementAtOrDefault(index)
        : throw FileRefusals.Damaged("セルの書式がありません", "a cell's format is missing");

    private SheetCell Number(string plain, MomentFormat format, CellPlace place)
    {
        var cell = Cell(SheetCellKind.Number, plain, place);
        if (format == MomentFormat.None)
            return cell;
        var serial = cell with { Serial = plain };
        switch (format)
        {
            case MomentFormat.Date or MomentFormat.DateTime when Serials.Moment(plain, context.From1904) is { } moment:
                return format == MomentFormat.Date && moment.TimeOfDay == LocalTime.Midnight
                    ? serial with { Kind = SheetCellKind.Date, Moment = moment, Text = LocalDatePattern.Iso.Format(moment.Date) }
                    : serial with { Kind = SheetCellKind.DateTime, Moment = moment, Text = LocalDateTimePattern.GeneralIso.Format(moment) };
            case MomentFormat.Time when Serials.Time(plain) is { } time:
                return serial with { Kind = SheetCellKind.Time, Time = time, Text = LocalTimePattern.GeneralIso.Format(time) };
            case MomentFormat.Elapsed when Serials.Elapsed(plain) is { } elapsed:
                return serial with { Kind = SheetCellKind.Time, Time = plain.StartsWith('0') ? Serials.Time(plain) : null, Text = elapsed };
            default:
                return cell;
        }
    }

    private static SheetCell IsoDate(string value, CellPlace place)
    {
        if (LocalDatePattern.Iso.Parse(value) is { Success: true, Value: var day })
            return Cell(SheetCellKind.Date, value, place) with { Moment = day.AtMidnight() };
        var moment = LocalDateTimePattern.ExtendedIso.Parse(value.TrimEnd('Z'));
        return moment.Success
            ? Cell(SheetCellKind.DateTime, LocalDateTimePattern.GeneralIso.Format(moment.Value), place) with { Moment = moment.Value }
            : throw Broken(place);
    }

    private static int Index(string value) =>
        int.TryParse(value.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : throw FileRefusals.Damaged("セルの文字列番号", "the number of a cell's text");

    private static SheetCell Cell(SheetCellKind kind, string text, CellPlace place) => new() { Column = place.Column, Kind = kind, Text = text };

    private static SheetRefusedException Broken(CellPlace place) => FileRefusals.Damaged($"セル {place} の値", $"the value of cell {place}");
}
