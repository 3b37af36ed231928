using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Sheets;

/// <summary>Cells of a sheet: texts inline and never as formulas, numbers as numbers, days as Excel's days.</summary>
internal static class XlsxCells
{
    private static readonly LocalDate s_epoch = new(1899, 12, 30);

    /// <summary>Excel's calendar has a 29 February 1900; before that day its numbers mean other days than ours.</summary>
    private static readonly LocalDate s_firstSafe = new(1900, 3, 1);

    public static void Write(XmlBuffer xml, string column, int row, SheetValue value, DateTimeZone zone)
    {
        switch (value.Held)
        {
            case null or "":
                return;
            case string text:
                Text(xml, column, row, text);
                return;
            case SheetNumber number:
                if (Decimals.Format(number) is { } decimals)
                    Number(xml, column, row, XlsxStyles.Number, decimals);
                else
                    Text(xml, column, row, number.ToString());
                return;
            case LocalDate date:
                Moment(xml, column, row, XlsxStyles.Date, date.AtMidnight(), LocalDatePattern.Iso.Format(date));
                return;
            case LocalTime time:
                Number(xml, column, row, XlsxStyles.Time, Fraction(time));
                return;
            case Instant instant:
                var local = instant.InZone(zone).LocalDateTime;
                Moment(xml, column, row, XlsxStyles.Instant, local, LocalDateTimePattern.GeneralIso.Format(local));
                return;
            default:
                throw new NotSupportedException(value.Held.GetType().Name);
        }
    }

    public static void Text(XmlBuffer xml, string column, int row, string text, int? style = null)
    {
        CellTexts.Check(text, row, column);
        Open(xml, column, row, style ?? (Neutral.LooksLikeFormula(text.AsSpan().TrimStart('\'')) ? XlsxStyles.QuotedText : XlsxStyles.Text));
        xml.Raw("\" t=\"inlineStr\"><is><t xml:space=\"preserve\">").Text(text).Raw("</t></is></c>");
    }

    /// <summary>The number by which Excel knows a day.</summary>
    public static int Serial(LocalDate date) => Period.DaysBetween(s_epoch, date);

    private static void Moment(XmlBuffer xml, string column, int row, int style, LocalDateTime moment, string text)
    {
        if (moment.Date < s_firstSafe)
            Text(xml, column, row, text);
        else if (moment.TimeOfDay == LocalTime.Midnight)
            Number(xml, column, row, style, Serial(moment.Date).ToString(CultureInfo.InvariantCulture));
        else
            Number(xml, column, row, style, Serial(moment.Date).ToString(CultureInfo.InvariantCulture) + Fraction(moment.TimeOfDay)[1..]);
    }

    /// <summary>Ten digits tell milliseconds.</summary>
    private static string Fraction(LocalTime time) => (time.NanosecondOfDay / 864e11m).ToString("0.##########", CultureInfo.InvariantCulture);

    private static void Number(XmlBuffer xml, string column, int row, int style, string number)
    {
        Open(xml, column, row, style);
        xml.Raw("\"><v>").Raw(number).Raw("</v></c>");
    }

    private static void Open(XmlBuffer xml, string column, int row, int style) => xml.Raw("<c r=\"").Raw(column).Raw(row).Raw("\" s=\"").Raw(style);
}
