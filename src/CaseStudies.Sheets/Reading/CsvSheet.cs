using System.Collections.Immutable;

namespace CaseStudies.Sheets;

/// <summary>A text file as one sheet: records after RFC 4180, lines ended in any way, each record a row.</summary>
internal sealed class CsvSheet(Stream file, TextForm form, char separator, SheetLimits limits) : Sheet("", 0, false)
{
    public override IEnumerable<SheetRow> Rows()
    {
        using var reader = form.Read(file);
        var records = new CsvRecords(reader, separator);
        while (records.Next() is { } fields)
        {
            if (records.Number > limits.Rows)
                throw SheetRefusals.TooManyRows(limits.Rows);
            yield return new(records.Number, false, Cells(fields, records.Number), []);
        }
    }

    private ImmutableArray<SheetCell> Cells(IReadOnlyList<string> fields, int row)
    {
        var cells = ImmutableArray.CreateBuilder<SheetCell>();
        for (var i = 0; i < fields.Count; i++)
        {
            if (fields[i].Length == 0)
                continue;
            var (text, formula) = Meant(fields[i]);
            cells.Add(new() { Column = i + 1, Kind = SheetCellKind.Text, Text = text, Formula = formula });
            if (cells.Count > limits.CellsOfRow)
                throw SheetRefusals.TooManyColumns(row, limits.CellsOfRow);
        }

        return cells.DrainToImmutable();
    }

    /// <summary>
    /// <c>="0120"</c> is how people keep leading zeros through Excel; anything else with an equals sign is a formula that was never computed.
    /// </summary>
    private static (string Text, bool Formula) Meant(string field)
    {
        if (field is not ['=', .. var rest])
            return (Neutral.Bare(field), false);
        return rest is ['"', .. var quoted, '"'] && !quoted.Contains('"', StringComparison.Ordinal) ? (quoted, false) : (field, true);
    }
}
