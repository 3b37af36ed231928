using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Sheets;
using CaseStudies.Sheets.Values;

namespace CaseStudies.Server.Import;

/// <summary>Proposes a mapping from the headers and the first rows of a table. People see and can edit it before anything is recorded.</summary>
internal static class MappingProposal
{
    /// <summary>The last row in which a header is looked for.</summary>
    private const int Depth = 30;

    public static ImportMapping? Propose(SheetFile file, Vocabulary words, ImportKind? kind)
    {
        foreach (var sheet in file.Sheets.Where(s => !s.Hidden))
        {
            var rows = sheet.Rows().TakeWhile(r => r.Number <= Depth + 20).ToList();
            var name = file.Sheets.Count(s => !s.Hidden) > 1 ? sheet.Name : null;
            if (Best(sheet.Name, rows, words, kind) is { } mapping)
            {
                var isOfSheet = mapping is { Kind: ImportKind.Attendance, Strand: null } && !mapping.Columns.Any(c => c.As == ColumnUse.Strand);
                return mapping with { Sheet = isOfSheet ? "*" : name };
            }
        }

        return null;
    }

    private static ImportMapping? Best(string sheet, List<SheetRow> rows, Vocabulary words, ImportKind? kind) =>
        (from row in rows
         where row.Number <= Depth
         from height in Enumerable.Range(1, 2)
         let header = SheetHeader.FromCells(row.Number, height, [.. rows.Where(r => r.Number >= row.Number && r.Number < row.Number + height)])
         where header.Texts.Count >= 2
         let fiscal = FiscalYears.Above(sheet, rows.Where(r => r.Number < row.Number + height))
         from proposed in Kinds(header, fiscal, [.. rows.Where(r => r.Number >= row.Number + height).Take(20)], sheet, words, kind)
         // Of equal proposals, the one with fewer header rows, then the one higher up.
         orderby proposed.Score descending, height, row.Number
         select proposed.Mapping with { HeaderRow = row.Number, HeaderRows = height }).FirstOrDefault();

    private static IEnumerable<(ImportMapping Mapping, double Score)> Kinds(
        SheetHeader header, int? fiscal, IReadOnlyList<SheetRow> samples, string sheet, Vocabulary words, ImportKind? kind)
    {
        if (kind is null or ImportKind.Attendance
            && (Attendance(header, fiscal, sheet, words) ?? CheckInProposal.Propose(header, samples, sheet, words, asked: kind is not null)) is { } attendance)
            yield return (attendance.Mapping with { FiscalYear = fiscal }, attendance.Score);
        if (kind is null or ImportKind.Survey && SurveyProposal.Propose(header, samples, sheet, words) is var (survey, asked))
            yield return (survey with { FiscalYear = fiscal }, asked);
        if (kind is null or ImportKind.Headcounts && Headcounts(header, fiscal, samples, words) is { } headcounts)
            yield return headcounts;
        if (kind is null or ImportKind.Events && EventProposal.Propose(header, sheet) is var (events, score))
            yield return (events with { FiscalYear = fiscal }, score);
    }

    private static (ImportMapping Mapping, double Score)? Attendance(SheetHeader header, int? fiscal, string sheet, Vocabulary words)
    {
        var days = DayHeader.Read(header, fiscal is { } year ? new(year, words.Calendar.FirstMonth) : null).Count();
        var columns = Used(header, ColumnUse.Name, ColumnUse.Furigana, ColumnUse.Person);
        if (days == 0 || !columns.Exists(c => c.As is ColumnUse.Name or ColumnUse.Person))
            return null;
        columns.AddRange(TotalColumns(header, columns));
        return (new(ImportKind.Attendance, [.. columns], Strand: words.StrandOf(sheet) is null ? OnlyStrand(words) : null), (columns.Count * 2) + days);
    }

    private static (ImportMapping, double)? Headcounts(SheetHeader header, int? fiscal, IReadOnlyList<SheetRow> samples, Vocabulary words)
    {
        var columns = Used(header, ColumnUse.Date, ColumnUse.Strand, ColumnUse.Start, ColumnUse.End, ColumnUse.Title, ColumnUse.Part, ColumnUse.Venue);
        if (!columns.Exists(c => c.As == ColumnUse.Date))
            return null;
        columns = [.. columns.Select(c => c.As is ColumnUse.Part or ColumnUse.Venue && !Understood(c, samples, words) ? c with { As = ColumnUse.Ignored } : c)];
        columns.AddRange(TotalColumns(header, columns));
        var groups = GroupColumns(header, columns, samples, words).ToList();
        if (groups.Count == 0)
            return null;
        columns.AddRange(groups);
        var strand = columns.Exists(c => c.As == ColumnUse.Strand) ? null : OnlyStrand(words);
        return (new(ImportKind.Headcounts, [.. columns], Strand: strand, Unit: UnitOf(groups, words), FiscalYear: fiscal),
            (columns.Count * 2) + groups.Count(g => g.Scheme is not null));
    }

    /// <summary>Columns that hold counts: known groups by their names, and other columns of numbers with a group to be filled in.</summary>
    private static IEnumerable<MappedColumn> GroupColumns(SheetHeader header, List<MappedColumn> taken, IReadOnlyList<SheetRow> samples, Vocabulary words)
    {
        foreach (var (column, text) in header.Texts)
        {
            var letter = ColumnNames.FromNumber(column);
            if (text.Length == 0 || taken.Exists(t => t.Column == letter))
                continue;
            var group = GroupNamed(text, words);
            if (group is { } known)
                yield return new(ColumnUse.Group, text, letter, known.Scheme, known.Group,
                    Unit: words.Groups.Where(g => g.Scheme == known.Scheme && g.Group == known.Group).Select(g => (HeadUnit?)g.Unit).FirstOrDefault());
            else if (HeaderWords.Use(text) is null
                && samples.Count(s => s[column] is { } c && CellValues.Count(c, ParticipantsCounted.MaximumCount).Value is not null) * 2
                    > samples.Count(s => s[column] is not null))
                yield return Slug.IsValid(LooseTextKey.FromText(text))
                    ? new(ColumnUse.Group, text, letter, null, new(LooseTextKey.FromText(text)))
                    : new(ColumnUse.Group, text, letter);
        }
    }

    /// <summary>The group that the header names, with or without its scheme in brackets. A plain headcount is the group of all.</summary>
    private static (Slug? Scheme, Slug Group)? GroupNamed(string text, Vocabulary words)
    {
        var key = OfficeText.Key(text);
        var bracket = key.LastIndexOf('(');
        var scheme = bracket > 0 ? key[(bracket + 1)..].TrimEnd(')') : "";
        if (Slug.IsValid(scheme) && words.Find("group", key[..bracket]) is { } within && words.Groups.Any(g => g.Scheme.Value == scheme && g.Group == within))
            return (new(scheme), within);
        if ((words.Find("group", text) ?? words.Find("group", text.Replace("人数", "", StringComparison.Ordinal))) is { } group)
            return (SchemeOf(group, words), group);
        return words.Groups.IsEmpty && HeaderWords.IsHeadcount(text) ? (new("audience"), new("all")) : null;
    }

    private static Slug? SchemeOf(Slug group, Vocabulary words) =>
        words.Groups.Where(g => g.Group == group).Select(g => g.Scheme).Distinct().ToList() is [var only] ? only
        : words.Groups.Select(g => g.Scheme).Distinct().ToList() is [var single] ? single : null;

    private static HeadUnit UnitOf(List<MappedColumn> groups, Vocabulary words) =>
        words.Groups.Where(g => groups.Exists(c => c.Group == g.Group)).Select(g => g.Unit).Distinct().ToList() is [var only] ? only : HeadUnit.People;

    private static bool Understood(MappedColumn column, IReadOnlyList<SheetRow> samples, Vocabulary words)
    {
        var at = ColumnNames.Parse(column.Column!, out _);
        var use = column.As == ColumnUse.Part ? "part" : "venue";
        return samples.Select(s => CellValues.Text(s[at])).OfType<string>()
            .All(t => Slug.IsValid(t) || words.Find(use, t) is not null || PartWords.Parse(t) is not null);
    }

    internal static List<MappedColumn> Used(SheetHeader header, params ColumnUse[] uses) =>
        [.. header.Texts.Select(t => (t.Key, t.Value, Use: HeaderWords.Use(t.Value))).Where(t => t.Use is { } use && uses.Contains(use))
            .DistinctBy(t => t.Use).Select(t => new MappedColumn(t.Use!.Value, t.Value, ColumnNames.FromNumber(t.Key)))];

    private static List<MappedColumn> TotalColumns(SheetHeader header, List<MappedColumn> taken) =>
        [.. header.Texts.Where(t => Totals.IsWord(t.Value) && !taken.Exists(c => c.Column == ColumnNames.FromNumber(t.Key)))
            .Select(t => new MappedColumn(ColumnUse.Total, t.Value, ColumnNames.FromNumber(t.Key)))];

    internal static Slug? OnlyStrand(Vocabulary words) => words.Strands is [var only] ? only.Strand : null;
}
