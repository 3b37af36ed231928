using System.Globalization;

namespace CaseStudies.Sheets;

/// <summary>Excel's data validation for the columns of one table, and the hidden sheet that holds its long lists.</summary>
internal sealed class XlsxRules
{
    /// <summary>What a list may have inside a formula.</summary>
    private const int LongestInline = 255;

    public const string ListSheet = "_lists";

    private readonly List<IReadOnlyList<string>> _lists = [];

    /// <summary>Columns of the hidden sheet; empty where no list is long.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Lists => _lists;

    public void Write(XmlBuffer xml, SheetTable table, int rowsOfSheet)
    {
        var ruled = table.Columns.Index().Where(c => c.Item.Rule is not null).ToList();
        if (ruled.Count == 0)
            return;
        xml.Raw("<dataValidations count=\"").Raw(ruled.Count).Raw("\">");
        foreach (var (index, column) in ruled)
        {
            var name = ColumnNames.FromNumber(index + 1);
            Write(xml, column.Rule!, $"{name}2:{name}{rowsOfSheet.ToString(CultureInfo.InvariantCulture)}");
        }

        xml.Raw("</dataValidations>");
    }

    private void Write(XmlBuffer xml, SheetRule rule, string cells)
    {
        var (type, first, second) = Formulas(rule);
        xml.Raw("<dataValidation type=\"").Raw(type).Raw("\"");
        if (type != "list" && second is null)
            xml.Raw(" operator=\"greaterThanOrEqual\"");
        xml.Raw(" allowBlank=\"1\" showInputMessage=\"1\" showErrorMessage=\"1\"");
        if (rule.Words is { } words)
        {
            xml.Raw(" errorTitle=\"").Text(words.Title).Raw("\" error=\"").Text(words.Error);
            xml.Raw("\" promptTitle=\"").Text(words.Title).Raw("\" prompt=\"").Text(words.Hint).Raw("\"");
        }

        xml.Raw(" sqref=\"").Raw(cells).Raw("\"><formula1>").Text(first).Raw("</formula1>");
        if (second is not null)
            xml.Raw("<formula2>").Text(second).Raw("</formula2>");
        xml.Raw("</dataValidation>");
    }

    private (string Type, string First, string? Second) Formulas(SheetRule rule) => rule switch
    {
        SheetRule.OneOf list => ("list", List(list.Choices), null),
        SheetRule.DateWithin days => ("date", Written(XlsxCells.Serial(days.From)), Written(XlsxCells.Serial(days.To))),
        SheetRule.WholeNumber number => ("whole", Written(number.From), number.To is { } to ? Written(to) : null),
        SheetRule.TimeOfDay => ("time", "0", "0.999988426"), // 23:59:59
        _ => throw new NotSupportedException(rule.GetType().Name),
    };

    private string List(IReadOnlyList<string> choices)
    {
        var inline = string.Join(',', choices);
        if (inline.Length <= LongestInline && !choices.Any(c => c.AsSpan().ContainsAny(",\"")) && !Neutral.LooksLikeFormula(inline))
            return $"\"{inline}\"";
        _lists.Add(choices);
        var column = ColumnNames.FromNumber(_lists.Count);
        return $"{ListSheet}!${column}$1:${column}${Written(choices.Count)}";
    }

    private static string Written(int number) => number.ToString(CultureInfo.InvariantCulture);
}
