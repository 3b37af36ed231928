namespace CaseStudies.Sheets;

/// <summary>
/// How much a file may hold. The defaults let through whatever an office keeps in a sheet, and keep any file below
/// 512 MiB of memory and ten seconds. Sizes are those that are really read, whatever a header says.
/// </summary>
public sealed record SheetLimits
{
    /// <summary>What Excel itself can hold.</summary>
    public const int RowsOfSheet = 1_048_576, ColumnsOfSheet = 16_384, CharactersOfCell = 32_767;

    public static SheetLimits Default { get; } = new();

    public long FileBytes { get; init; } = 50L << 20;
    public int ZipEntries { get; init; } = 2_000;

    /// <summary>Unpacked, of one part, and of all parts together that are read.</summary>
    public long PartBytes { get; init; } = 256L << 20;
    public long AllPartsBytes { get; init; } = 320L << 20;

    /// <summary>Unpacked to packed. Sheets of equal rows reach 100; below <see cref="RatioFrom"/> nobody minds.</summary>
    public int Ratio { get; init; } = 200;
    public long RatioFrom { get; init; } = 8L << 20;

    public int Sheets { get; init; } = 256;
    public int Rows { get; init; } = RowsOfSheet;

    /// <summary>Cells of a row that hold something.</summary>
    public int CellsOfRow { get; init; } = 4_096;
    public int SharedStrings { get; init; } = 2_000_000;

    /// <summary>Of all shared strings together: they are held in memory.</summary>
    public int SharedCharacters { get; init; } = 32_000_000;
    public int Styles { get; init; } = 70_000;
    public int MergedRanges { get; init; } = 50_000;
}
