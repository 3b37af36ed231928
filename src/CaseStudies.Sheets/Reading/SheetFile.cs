namespace CaseStudies.Sheets;

public enum SheetFileKind { Xlsx, Csv, Tsv }

/// <summary>
/// A spreadsheet or text file that somebody sent. What it is follows from its content; everything that we do not read is refused
/// with a code and a sentence. The file stays where it is: rows are read from it one by one,
/// by one thread at a time.
/// </summary>
public sealed class SheetFile : IDisposable
{
    private readonly Stream _file;

    private SheetFile(Stream file, SheetFileKind kind, string? encoding, IReadOnlyList<Sheet> sheets) =>
        (_file, Kind, Encoding, Sheets) = (file, kind, encoding, sheets);

    public SheetFileKind Kind { get; }

    /// <summary>Of a text file: UTF-8, CP932, UTF-16LE or UTF-16BE.</summary>
    public string? Encoding { get; }

    public IReadOnlyList<Sheet> Sheets { get; }

    /// <summary>Opens a file that can be sought in; it is owned from now on, and closed if it is refused.</summary>
    /// <param name="name">As the sender calls it; only asked whether its ending fits the content.</param>
    /// <exception cref="SheetRefusedException">The file is refused. Reading its rows may still refuse it.</exception>
    public static SheetFile Open(Stream file, string? name = null, SheetLimits? limits = null)
    {
        try
        {
            return Opened(file, name, limits ?? SheetLimits.Default);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    private static SheetFile Opened(Stream file, string? name, SheetLimits limits)
    {
        if (file.Length == 0)
            throw FileRefusals.Empty();
        if (file.Length > limits.FileBytes)
            throw FileRefusals.TooLarge(limits.FileBytes);
        var head = new byte[512];
        file.Position = 0;
        var kind = FileKind.Detect(head.AsSpan(0, file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)));
        if (kind == FileKind.Zip)
            return Workbook(file, name, limits);
        if (kind == FileKind.Ole)
            throw OleFile.Refused(file);
        if (kind == FileKind.Biff)
            throw FileRefusals.LegacyXls();
        return kind == FileKind.Text ? Text(file, name, limits) : throw FileRefusals.OtherKind(kind);
    }

    private static SheetFile Workbook(Stream file, string? name, SheetLimits limits)
    {
        var package = WorkbookPackage.Open(file, limits);
        if (Ending(name) is ".csv" or ".tsv" or ".txt" or ".tab")
            throw FileRefusals.WrongExtension(name!, FileKind.Workbook.Name);
        var map = WorkbookMap.Read(package);
        var context = new XlsxContext(package, SharedStrings.Read(package, map.SharedStrings), NumberFormats.Read(package, map.Styles), map.From1904);
        return new(file, SheetFileKind.Xlsx, null, [.. map.Sheets.Select((s, i) => new XlsxSheet(context, s, i))]);
    }

    private static SheetFile Text(Stream file, string? name, SheetLimits limits)
    {
        var form = TextForm.Detect(file);
        if (file.Length == form.Mark)
            throw FileRefusals.Empty();
        if (Ending(name) is ".xlsx" or ".xlsm" or ".xlsb" or ".xls" or ".xltx")
            throw FileRefusals.WrongExtension(name!, FileKind.Text.Name);
        using var reader = form.Read(file);
        var separator = Separators.Detect(reader);
        return new(file, separator == '\t' ? SheetFileKind.Tsv : SheetFileKind.Csv, form.Name, [new CsvSheet(file, form, separator, limits)]);
    }

    private static string Ending(string? name) => Path.GetExtension(name ?? "").ToLowerInvariant();
}
