using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Sheets;

public enum CsvEncoding
{
    /// <summary>With a byte order mark: Excel takes it for something else without.</summary>
    Utf8,

    /// <summary>For Excel and systems that know nothing else.</summary>
    Cp932,
}

/// <summary>Writes a table as CSV after RFC 4180 straight into a stream. Texts that would become formulas are neutralised; numbers stay numbers.</summary>
public static class CsvWriter
{
    private const int Told = 1_000;
    private const int Piece = 32 * 1024;

    public static string ContentType(CsvEncoding encoding) => encoding == CsvEncoding.Utf8 ? "text/csv; charset=utf-8" : "text/csv; charset=shift_jis";

    /// <summary>What CP932 lacks in the table. Ask before an answer has begun: afterwards a refusal can only cut the file off.</summary>
    public static async Task<Cp932Report> LackingAsync(SheetTable table, CancellationToken stop = default)
    {
        var report = new Lacks();
        await foreach (var (row, cells) in LinesAsync(table, stop).ConfigureAwait(false))
            report.Look(row, cells);
        return report.Report();
    }

    /// <exception cref="Cp932LacksException">
    /// In CP932: with all that is lacking. What was written until then is the part above the first lacking character.
    /// </exception>
    /// <exception cref="SheetRefusedException">A text is longer than a cell holds, or has half a surrogate pair.</exception>
    public static async Task WriteAsync(Stream to, SheetTable table, CsvEncoding encoding, CancellationToken stop = default)
    {
        var (encoder, report, buffer) = (encoding == CsvEncoding.Utf8 ? new UTF8Encoding(true, true) : Cp932.Encoding, new Lacks(), new StringBuilder());
        if (encoding == CsvEncoding.Utf8)
            await to.WriteAsync(encoder.GetPreamble(), stop).ConfigureAwait(false);
        await foreach (var (row, cells) in LinesAsync(table, stop).ConfigureAwait(false))
        {
            if (encoding == CsvEncoding.Cp932)
                report.Look(row, cells);
            if (report.Total > 0)
                continue;
            Line(buffer, cells, encoding);
            if (buffer.Length >= Piece)
                await HandOnAsync().ConfigureAwait(false);
        }

        await HandOnAsync().ConfigureAwait(false);
        if (report.Total > 0)
            throw SheetRefusals.Cp932Lacks(report.Report());

        async Task HandOnAsync()
        {
            await to.WriteAsync(encoder.GetBytes(buffer.ToString()), stop).ConfigureAwait(false);
            buffer.Clear();
        }
    }

    private static async IAsyncEnumerable<(long Row, IReadOnlyList<SheetValue> Cells)> LinesAsync(
        SheetTable table, [EnumeratorCancellation] CancellationToken stop)
    {
        yield return (1, [.. table.Columns.Select(c => (SheetValue)c.Header)]);
        var row = 1L;
        await foreach (var cells in table.Rows.WithCancellation(stop).ConfigureAwait(false))
        {
            foreach (var (index, cell) in table.Checked(cells).Index())
            {
                if (cell.Held is string text)
                    CellTexts.Check(text, row + 1, ColumnNames.FromNumber(index + 1));
            }

            yield return (++row, [.. cells.Select(c => c.Held is Instant i ? Shown(i, table.Zone) : c)]);
        }
    }

    private static SheetValue Shown(Instant instant, DateTimeZone zone) => OffsetDateTimePattern.Rfc3339.Format(instant.InZone(zone).ToOffsetDateTime());

    private static void Line(StringBuilder to, IReadOnlyList<SheetValue> cells, CsvEncoding encoding)
    {
        for (var i = 0; i < cells.Count; i++)
            Field(i == 0 ? to : to.Append(','), Written(cells[i]), encoding, cells.Count == 1);
        to.Append("\r\n");
    }

    private static string Written(SheetValue value) => value.Held switch
    {
        null => "",
        string text => Neutral.Apostrophed(text),
        SheetNumber number => Decimals.Format(number) ?? number.ToString(),
        LocalDate date => LocalDatePattern.Iso.Format(date),
        LocalTime time => LocalTimePattern.ExtendedIso.Format(time),
        _ => throw new NotSupportedException(value.Held.GetType().Name),
    };

    /// <summary>A lone empty field is quoted: as an empty line a reader may leave it out.</summary>
    private static void Field(StringBuilder to, string text, CsvEncoding encoding, bool lone)
    {
        var field = encoding == CsvEncoding.Cp932 ? Cp932.Twinned(text) : text;
        if (field.AsSpan().IndexOfAny(",\"\r\n") < 0 && !(field is [' ', ..] or [.., ' ']) && !(lone && field.Length == 0))
            to.Append(field);
        else
            to.Append('"').Append(field.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    private sealed class Lacks
    {
        private readonly ImmutableArray<Cp932Lack>.Builder _found = ImmutableArray.CreateBuilder<Cp932Lack>();

        public long Total { get; private set; }

        public Cp932Report Report() => new(_found.ToImmutable(), Total);

        public void Look(long row, IReadOnlyList<SheetValue> cells)
        {
            foreach (var (index, cell) in cells.Index())
            {
                foreach (var character in cell.Held is string text ? Cp932.Lacking(text) : [])
                {
                    Total++;
                    if (_found.Count < Told)
                        _found.Add(new(row, index + 1, character, Cp932.CodePoint(character)));
                }
            }
        }
    }
}
