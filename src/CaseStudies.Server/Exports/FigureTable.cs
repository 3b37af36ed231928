using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Read;
using CaseStudies.Sheets;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Exports;

/// <summary>The figures of a view as a table: as shown and exact, with their explanation.</summary>
internal static class FigureTable
{
    public static SheetTable FromView(InitiativeView view, Language language)
    {
        var text = new EntryText(view.Book);
        (SheetColumn Head, Func<Figure, FigureCard, SheetValue> FromFigure)[] columns =
        [
            (new(Say("指標", "indicator")), (f, _) => f.Indicator.Value),
            (new(Say("定義の版", "definition version"), SheetColumnKind.Number), (f, _) => f.Version),
            (new(Say("期間に適用される他の版", "other versions in the period"), Width: 30),
                (f, _) => f.OtherVersions.IsEmpty ? null : Fitting(string.Join('\n', f.OtherVersions.Select(ByVersion)))),
            (new(Say("名称", "label"), Width: 40), (f, _) => f.Definition.Label.In(language)),
            (new(Say("数え方", "counted as")), (f, _) => Names.Describe(f.Definition.Show.Counts).In(language)),
            (new(Say("状態", "status")), (f, _) => Names.Describe(f.Status).In(language)),
            (new(Say("表示", "as shown")), (_, card) => card.Number is { } number ? Fitting(Printed(number, card.Unit)) : null),
            (new(Say("正確な値", "exact value"), SheetColumnKind.Number), (f, card) => card.Number is null ? default : (f.Value?.Low).ToSheetValue()),
            (new(Say("上限(幅があるとき)", "upper end (of a range)"), SheetColumnKind.Number),
                (f, card) => card.Number is null || f.Value is not { IsPoint: false } range ? default : range.High.ToSheetValue()),
            (new(Say("途中の数値(この日まで)", "so far, up to"), SheetColumnKind.Date), (f, _) => f.SoFar),
            (new(Say("二重かもしれない記録(組)", "likely duplicates counted"), SheetColumnKind.Number), (f, _) => f.UnderReview),
            (new(Say("単位", "unit")), (f, _) => f.Definition.Show.Unit.In(language)),
            (new(Say("初日", "first day"), SheetColumnKind.Date), (f, _) => f.Period.From),
            (new(Say("最終日", "last day"), SheetColumnKind.Date), (f, _) => f.Period.To),
            (new(Say("定義", "definition"), Width: 60), (f, _) => Fitting(f.Derivation.Definition.In(language))),
            (new(Say("計算", "arithmetic"), Width: 40), (f, _) => f.Derivation.Arithmetic is { } sum ? Fitting(sum.In(language)) : null),
            (new(Say("注記", "notes"), Width: 40), (f, _) => Fitting(string.Join('\n', f.Derivation.Notes.Select(n => n.In(language))))),
            (new(Say("目標", "target")), (_, card) => card.Target?.Aim.In(language)),
            (new(Say("達成", "achieved")), (_, card) => card.Target?.Verdict.In(language)),
            (new(Say("比較", "compared with"), Width: 40), (_, card) => Fitting(string.Join('\n', card.Against.Select(Compared)))),
            (new(Say("把握した版", "as known at version"), SheetColumnKind.Number), (f, _) => f.Frontier),
            // For programs: the same in every language, and exact where a number of fifteen digits is not.
            (new("figure.indicator"), (f, _) => f.Indicator.Value),
            (new("figure.version"), (f, _) => f.Version),
            (new("figure.status"), (f, _) => Kebab.FromEnum(f.Status)),
            (new("figure.counts"), (f, _) => Kebab.FromEnum(f.Definition.Show.Counts)),
            (new("figure.low"), (f, card) => card.Number is null ? null : f.Value?.Low.ToString()),
            (new("figure.high"), (f, card) => card.Number is null ? null : f.Value?.High.ToString()),
            (new("figure.from"), (f, _) => f.Period.From),
            (new("figure.to"), (f, _) => f.Period.To),
            (new("figure.asked"), (_, _) => view.Book.AsOf),
            (new("figure.soFar"), (f, _) => f.SoFar),
            (new("figure.frontier"), (f, _) => f.Frontier),
        ];
        return SheetTable.FromRows(Say("数値", "Figures"), [.. columns.Select(c => c.Head)], view.Figures.Select(f =>
        {
            var card = FigureCard.FromFigure(f, view.Book, text);
            return (IReadOnlyList<SheetValue>)Array.ConvertAll(columns, c => c.FromFigure(f, card));
        }), InitiativeHeader.FromView(view).Zone);

        string Say(string ja, string en) => language == Language.Ja ? ja : en;

        string Fitting(string words) => CellText.Fitting(words, language);

        string Printed(LocalizedText number, LocalizedText unit) =>
            language == Language.Ja ? number.Ja + unit.Ja : unit.En.Length == 0 || unit.En == "%" ? number.En + unit.En : $"{number.En} {unit.En}";

        string ByVersion(FigureByVersion other) =>
            $"{Say($"第{other.Version}版", $"version {other.Version}")}: {(other.Shown ?? Names.Describe(other.Status)).In(language)}";

        string Compared(ComparisonLine line)
        {
            var value = line.Value?.In(language) ?? Names.Describe(line.Status).In(language);
            var difference = line.Difference is { } by ? $" ({by.In(language)})" : "";
            return $"{line.With.In(language)}: {value}{difference}{(line.Source is { } source ? $" [{source.In(language)}]" : "")}";
        }
    }
}
