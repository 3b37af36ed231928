
namespace CaseStudies.Sheets.Values;

/// <summary>What a sheet says once at its top and not in every cell: the fiscal year, and in which month it begins.</summary>
public sealed record FiscalContext(int Year, int FirstMonth = 4)
{
    public int YearOf(int month) => month >= FirstMonth ? Year : Year + 1;

    public static SheetMessage Lacking { get; } = new("年がありません。年度を指定するか、年も書いてください。", "The year is missing. Give the fiscal year, or write the year too.");
}
