using NodaTime;

namespace CaseStudies.Sheets;

public enum SheetCellKind { Text, Number, Date, DateTime, Time, Truth, Error }

/// <summary>One cell that holds something.</summary>
public sealed record SheetCell
{
    public const string NeverComputed = "=";

    /// <summary>From 1, as column A.</summary>
    public required int Column { get; init; }

    /// <summary>A cell of a text file is always a text: what it means is for <c>Values</c> to say.</summary>
    public required SheetCellKind Kind { get; init; }

    /// <summary>
    /// The text; a number as a plain decimal; a day as 2025-04-01, a time as 13:30:00, both with a T between; <c>TRUE</c>; <c>#N/A</c>.
    /// </summary>
    public required string Text { get; init; }

    /// <summary>
    /// Of a number, exactly what a spreadsheet shows of it (fifteen digits). Also of days and times, in case a number was formatted as one by
    /// mistake.
    /// </summary>
    public SheetNumber? Number => Kind == SheetCellKind.Number ? ReadNumber.Value(Text) : Serial is null ? null : ReadNumber.Value(Serial);

    /// <summary>The number behind a day or a time.</summary>
    public string? Serial { get; init; }

    /// <summary>Of a day, or of a day with a time.</summary>
    public LocalDateTime? Moment { get; init; }

    /// <summary>Of a time of day.</summary>
    public LocalTime? Time { get; init; }

    /// <summary>
    /// The value was computed when the file was last saved, if ever: any program can write another one beside the same formula.
    /// Its text is empty where it shows nothing. A text of a CSV that begins with an equals sign is one too.
    /// </summary>
    public bool Formula { get; init; }

    /// <summary>A formula without a value: its text is the formula or <see cref="NeverComputed"/>, and means nothing.</summary>
    public bool Uncomputed => Formula && Kind == SheetCellKind.Text && Text is ['=', ..];

    /// <summary>ふりがな, which Japanese Excel keeps as a name is typed; null where there is none.</summary>
    public string? Furigana { get; init; }

    /// <summary>Under a merged range and not its first cell: nobody sees this value in the spreadsheet.</summary>
    public bool Covered { get; init; }
}
