using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Server.Import;

/// <summary>Checks a mapping without a file.</summary>
internal static class MappingRules
{
    /// <summary>Kinds on which decisions about other entries rest. The domain refuses them in an import.</summary>
    private static readonly HashSet<string> s_declarations =
    [
        "initiative_opened", "initiative_closed", "initiative_reopened", "strand_started", "strand_ended", "survey_introduced", "people_merged",
        "indicator_adopted", "indicator_revised",
    ];

    public static bool MayList(string kind) => InitiativeEventCatalogue.Facts.ContainsKey(kind) && !s_declarations.Contains(kind);

    public static IEnumerable<ImportProblem> Check(ImportMapping mapping, Vocabulary words)
    {
        if (mapping.Columns.Length is 0 or > ImportMapping.MaximumColumns)
            yield return MappingMessages.Wrong("columns", $"1 列から {ImportMapping.MaximumColumns} 列までです。", $"1 to {ImportMapping.MaximumColumns} columns.");
        if (mapping.HeaderRow < 1 || mapping.HeaderRows is < 1 or > 3)
            yield return MappingMessages.Wrong("headerRow, headerRows", "見出しは 1 行目以降の 1〜3 行です。", "The header is 1 to 3 rows, from row 1 on.");
        if (mapping.Strand is { } strand && !words.Strands.Any(s => s.Strand == strand))
            yield return MappingMessages.Wrong("strand", $"活動「{strand}」はありません。", $"There is no strand '{strand}'.");
        if (mapping.Columns.FirstOrDefault(c => c.Header is null && c.Column is null) is not null)
            yield return MappingMessages.Wrong("columns", "列には header(見出し)か column(A、B …)が要ります。", "A column has a header, or a letter as its 'column'.");
        if (mapping.Columns.GroupBy(c => OnlyOne(c, mapping)).FirstOrDefault(g => g.Key is not null && g.Count() > 1) is { Key: { } thing })
            yield return MappingMessages.Wrong("columns", $"「{thing}」の列が二つあります。", $"Two columns are '{thing}'.");
        foreach (var problem in mapping.Kind switch
        {
            ImportKind.Headcounts => Headcounts(mapping),
            ImportKind.Attendance => Attendance(mapping),
            ImportKind.Survey => Survey(mapping, words),
            _ => Events(mapping),
        })
            yield return problem;
    }

    private static IEnumerable<ImportProblem> Headcounts(ImportMapping mapping)
    {
        if (!Has(mapping, ColumnUse.Date))
            yield return MappingMessages.UseMissing("date");
        if (!Has(mapping, ColumnUse.Group))
            yield return MappingMessages.UseMissing("group");
        if (mapping.Strand is null && !Has(mapping, ColumnUse.Strand))
            yield return MappingMessages.UseMissing("strand");
        if (mapping.Columns.FirstOrDefault(c => c.As == ColumnUse.Group && (c.Group is null || (c.Scheme ?? mapping.Scheme) is null)) is { } lacking)
            yield return MappingMessages.Wrong("columns", $"「{lacking.Header ?? lacking.Column}」の区分(group)と区分の種類(scheme)を書いてください。",
                $"Say group and scheme of '{lacking.Header ?? lacking.Column}'.");
    }

    private static IEnumerable<ImportProblem> Attendance(ImportMapping mapping)
    {
        if (!Has(mapping, ColumnUse.Name) && !Has(mapping, ColumnUse.Person))
            yield return MappingMessages.UseMissing("name");
        if ((mapping.Role is null) != (mapping.Basis is null))
            yield return MappingMessages.Wrong("role, basis", "役割と法的根拠は、両方書くか、どちらも書かないでください。", "Say both role and lawful basis, or neither.");
    }

    private static IEnumerable<ImportProblem> Survey(ImportMapping mapping, Vocabulary words)
    {
        if (mapping.Wave is null)
            yield return MappingMessages.UseMissing("wave");
        if (!Has(mapping, ColumnUse.Answer))
            yield return MappingMessages.UseMissing("answer");
        if (!Has(mapping, ColumnUse.Date))
            yield return MappingMessages.UseMissing("date");
        if (words.Instrument(mapping.Instrument, mapping.Version) is not { } instrument)
        {
            yield return MappingMessages.Wrong("instrument, version", "調査票がありません。先に「調査の導入」を記録してください。",
                "There is no such instrument. Record its introduction first.");
            yield break;
        }

        foreach (var column in mapping.Columns.Where(c => c.As == ColumnUse.Answer && !instrument.Items.Any(i => i.Item == c.Item)))
            yield return MappingMessages.Wrong("columns", $"設問「{column.Item}」は調査票にありません。", $"The instrument has no item '{column.Item}'.");
    }

    private static IEnumerable<ImportProblem> Events(ImportMapping mapping)
    {
        if (mapping.Fact is null)
            yield return MappingMessages.UseMissing("fact");
        else if (!MayList(mapping.Fact))
            yield return MappingMessages.Wrong("fact", $"「{mapping.Fact}」は表から取り込めない種類です。", $"'{mapping.Fact}' is no kind that a table can hold.");
        else
        {
            foreach (var member in mapping.Columns.Where(c => c.As == ColumnUse.Member).Select(c => c.Member ?? "").Concat(mapping.Constants?.Keys ?? []))
            {
                if (!EventMembers.ForKind(mapping.Fact).ContainsKey(member))
                    yield return MappingMessages.Wrong("columns, constants", $"「{mapping.Fact}」に項目「{member}」はないか、表では書けません。",
                        $"'{mapping.Fact}' has no member '{member}', or a table cannot hold it.");
            }
        }
    }

    /// <summary>The use that a mapping can have only once, because a second column would be ignored. Null if several columns may have it.</summary>
    private static string? OnlyOne(MappedColumn column, ImportMapping mapping) => column.As switch
    {
        ColumnUse.Ignored or ColumnUse.Total => null,
        ColumnUse.Group when mapping.Kind == ImportKind.Headcounts => column.Group is null ? null : $"group: {column.Scheme ?? mapping.Scheme} {column.Group}",
        ColumnUse.Answer => $"answer: {column.Item}",
        ColumnUse.Member => $"member: {column.Member}",
        var use => Kebab.FromEnum(use),
    };

    private static bool Has(ImportMapping mapping, ColumnUse use) => mapping.Columns.Any(c => c.As == use);
}
