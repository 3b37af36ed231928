namespace CaseStudies.Sheets;

/// <summary>Where something was found; made into words only when somebody must be told. Column 0 means the shared texts, which have rows only.</summary>
internal readonly record struct CellPlace(int Row, int Column)
{
    public override string ToString() => Column == 0 ? $"sharedStrings {Row}" : $"{ColumnNames.FromNumber(Column)}{Row}";
}
