using CaseStudies.Sheets;

namespace CaseStudies.Server.Import;

/// <summary>A mapping applied to a sheet: the meaning of its columns, and the columns that the mapping does not name.</summary>
/// <param name="Columns">Column → its meaning.</param>
/// <param name="Unmapped">Columns with a header that the mapping does not name. They are reported and not read.</param>
internal sealed record SheetLayout(
    Sheet Sheet, SheetHeader Header, IReadOnlyDictionary<int, MappedColumn> Columns, IReadOnlyList<int> Unmapped, IReadOnlyList<ImportProblem> Problems)
{
    public IEnumerable<(int Column, MappedColumn Mapped)> ColumnsFor(ColumnUse use) => Columns.Where(c => c.Value.As == use).Select(c => (c.Key, c.Value));

    public int? First(ColumnUse use) => Columns.Where(c => c.Value.As == use).Select(c => (int?)c.Key).FirstOrDefault();

    /// <summary>Null if the sheet has no such header row.</summary>
    public static SheetLayout? FromSheet(Sheet sheet, ImportMapping mapping) => FromSheet(sheet, sheet.Rows(), mapping);

    /// <param name="top">The first rows of the sheet, at least to the header.</param>
    public static SheetLayout? FromSheet(Sheet sheet, IEnumerable<SheetRow> top, ImportMapping mapping)
    {
        if (SheetHeader.Read(top, mapping.HeaderRow, mapping.HeaderRows) is not { } header)
            return null;
        var (columns, problems) = (new SortedDictionary<int, MappedColumn>(), new List<ImportProblem>());
        foreach (var mapped in mapping.Columns)
        {
            if (Find(header, mapped) is not { } column)
                problems.Add(MappingMessages.ColumnMissing(mapped));
            else if (!columns.TryAdd(column, mapped))
                problems.Add(MappingMessages.ColumnTwice(column));
        }

        return new(sheet, header, columns, [.. header.Texts.Keys.Where(c => !columns.ContainsKey(c))], problems);
    }

    private static int? Find(SheetHeader header, MappedColumn mapped)
    {
        var letter = mapped.Column is { } name && ColumnNames.Parse(name, out var letters) is > 0 and var parsed && letters == name.Length
            ? parsed
            : (int?)null;
        if (mapped.Header is not { } wanted)
            return letter;
        var found = header.Texts.Where(t => LooseTextKey.Same(t.Value, wanted)).Select(t => t.Key).ToList();
        return found switch
        {
            [var only] => only,
            [] => null,
            _ => letter is { } l && found.Contains(l) ? l : null,
        };
    }
}
