namespace CaseStudies.Sheets;

/// <summary>
/// Comma, tab or semicolon: the one by which the most records at the beginning of the file have equally many fields. Where several do as well:
/// the tab, as nobody types tabs into a cell, then the one that gives more columns.
/// </summary>
internal static class Separators
{
    private const int Looked = 64 * 1024;

    public static char Detect(TextReader reader)
    {
        var piece = new char[Looked];
        var head = new string(piece, 0, reader.ReadBlock(piece, 0, piece.Length));
        return ",\t;".Select(s => (Separator: s, Fit: Fit(head, s)))
            .OrderByDescending(s => s.Fit.Records).ThenByDescending(s => s.Fit.Records > 0 && s.Separator == '\t').ThenByDescending(s => s.Fit.Fields)
            .First().Separator;
    }

    /// <summary>The most usual number of fields, not counting 1, and how many records have it.</summary>
    private static (int Records, int Fields) Fit(string head, char separator)
    {
        var (read, records) = (new CsvRecords(new StringReader(head), separator), new Dictionary<int, int>());
        try
        {
            while (read.Next() is not null)
                Count(read.Parted);
        }
        catch (SheetRefusedException)
        {
            Count(read.Parted + 1); // by this separator it is no table, or the piece ends within a field
        }

        return records.Where(r => r.Key > 1).Select(r => (r.Value, r.Key)).DefaultIfEmpty().Max();

        void Count(int fields) => records[fields] = records.GetValueOrDefault(fields) + 1;
    }
}
