using CaseStudies.Sheets;

namespace CaseStudies.Server.Import;

/// <summary>Recognises a list at the door: a date and a name in each row, and nothing that would make it a list of something else.</summary>
internal static class CheckInProposal
{
    private static readonly HashSet<string> s_notes =
        [.. ((string[])["備考", "メモ", "摘要", "備考欄", "note", "notes", "memo", "remarks"]).Select(LooseTextKey.FromText)];

    /// <param name="asked">Whether the sender says that it is attendance.</param>
    public static (ImportMapping Mapping, double Score)? Propose(
        SheetHeader header, IReadOnlyList<SheetRow> samples, string sheet, Vocabulary words, bool asked)
    {
        var columns = MappingProposal.Used(
            header, ColumnUse.Date, ColumnUse.Time, ColumnUse.Strand, ColumnUse.Name, ColumnUse.Furigana, ColumnUse.Person);
        var names = columns.Where(c => c.As is ColumnUse.Name or ColumnUse.Person).ToList();
        if (!columns.Exists(c => c.As == ColumnUse.Date) || names.Count == 0 || names.TrueForAll(c => c.As == ColumnUse.Name && HoldsNumbers(c, samples)))
            return null;
        if (!asked && header.Texts.Any(t => !columns.Exists(c => c.Column == ColumnNames.FromNumber(t.Key)) && !IsBeside(t.Value)))
            return null;
        var strand = columns.Exists(c => c.As == ColumnUse.Strand) || words.StrandOf(sheet) is not null ? null : MappingProposal.OnlyStrand(words);
        return (new(ImportKind.Attendance, [.. columns], Strand: strand), (columns.Count * 2) + 1);
    }

    /// <summary>参加者 may be the head of a column of numbers, which are headcounts.</summary>
    private static bool HoldsNumbers(MappedColumn column, IReadOnlyList<SheetRow> samples)
    {
        var at = ColumnNames.Parse(column.Column!, out _);
        return samples.Count(s => s[at] is { } cell && CellValues.Number(cell).Value is not null) * 2 > samples.Count(s => CellValues.Text(s[at]) is not null);
    }

    private static bool IsBeside(string header) =>
        header.Length == 0 || HeaderWords.Use(header) == ColumnUse.RowId || s_notes.Contains(LooseTextKey.FromText(header));
}
