using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Sheets;
using CaseStudies.Sheets.Values;

namespace CaseStudies.Server.Import;

/// <summary>Finds the instrument whose questions are the headers of a form's export.</summary>
internal static class SurveyProposal
{
    public static (ImportMapping, double)? Propose(SheetHeader header, IReadOnlyList<SheetRow> samples, string sheet, Vocabulary words)
    {
        var named = TemplateNames.SurveyOf(sheet);
        var best = words.Instruments.Where(i => named is null || (i.Instrument, i.Version) == (named.Value.Instrument, named.Value.Version))
            .Select(i => (Instrument: i, Columns: Answers(header, i).ToList())).Where(i => i.Columns.Count > 0)
            .OrderByDescending(i => i.Columns.Count).ThenByDescending(i => Answered(i.Instrument, i.Columns, samples))
            .ThenByDescending(i => i.Instrument.Version).FirstOrDefault();
        if (best.Columns is null)
            return null;
        var columns = MappingProposal.Used(header, ColumnUse.Date, ColumnUse.ResponseId, ColumnUse.Person, ColumnUse.Comment)
            .Where(c => !best.Columns.Exists(a => a.Column == c.Column)).ToList();
        if (!columns.Exists(c => c.As == ColumnUse.Date))
            return null;
        return (new(ImportKind.Survey, [.. columns, .. best.Columns], Instrument: best.Instrument.Instrument, Version: best.Instrument.Version,
            Wave: named?.Wave), (columns.Count * 2) + (best.Columns.Count * 3));
    }

    private static IEnumerable<MappedColumn> Answers(SheetHeader header, SurveyIntroduced instrument)
    {
        foreach (var item in instrument.Items)
        {
            var named = header.Texts.Where(t => Asks(t.Value, item)).Take(2).ToList();
            if (named is [var (column, text)])
                yield return new(ColumnUse.Answer, text, ColumnNames.FromNumber(column), Item: item.Item);
        }
    }

    /// <summary>Whether a header is the question. Forms may write a number or title before it, and the row of a grid in brackets after it.</summary>
    private static bool Asks(string header, SurveyItem item)
    {
        var (loose, key) = (LooseTextKey.FromText(header), OfficeText.Key(header));
        var row = key is [.., ']'] ? LooseTextKey.FromText(key[(key.LastIndexOf('[') + 1)..]) : null;
        return loose == LooseTextKey.FromText(item.Item.Value)
            || new[] { item.Question.Ja, item.Question.En }.Select(LooseTextKey.FromText)
                .Any(q => loose == q || row == q || (q.Length >= 6 && loose.EndsWith(q, StringComparison.Ordinal)));
    }

    /// <summary>The number of cells that are answers of this version. Two versions may have the same questions and other answers.</summary>
    private static int Answered(SurveyIntroduced instrument, List<MappedColumn> columns, IReadOnlyList<SheetRow> samples) =>
        columns.Sum(c => samples.Count(s => CellValues.Text(s[ColumnNames.Parse(c.Column!, out _)]) is { } text
            && instrument.Items.First(i => i.Item == c.Item).Answers.Any(a =>
                LooseTextKey.Same(a.Label.Ja, text) || LooseTextKey.Same(a.Label.En, text) || a.Answer.Value == text)));
}
