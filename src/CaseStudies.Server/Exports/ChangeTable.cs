using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Read;
using CaseStudies.Sheets;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Exports;

/// <summary>The table of changes, one row per change.</summary>
internal static class ChangeTable
{
    private static ImmutableArray<(LocalizedText Header, SheetColumnKind Kind, int Width, Func<ChangeRecord, Language, SheetValue> Cell)> Columns(
        FiscalCalendar calendar) =>
    [
        (new("版", "Version"), SheetColumnKind.Number, 8, (c, _) => c.Version),
        (new("変更", "Change"), SheetColumnKind.Text, 14, (c, l) => FactNames.Describe(c.What).In(l)),
        (new("記録の種類", "Kind of entry"), SheetColumnKind.Text, 18, (c, l) => Names.OfKind(c.Kind).In(l)),
        (new("発生日(変更前)", "Date (before)"), SheetColumnKind.Date, 14, (c, _) => c.OnBefore),
        (new("発生日(変更後)", "Date (after)"), SheetColumnKind.Date, 14, (c, _) => c.OnAfter),
        (new("変更前の内容", "From"), SheetColumnKind.Text, 44, (c, l) => Fitting(c.From?.In(l), l)),
        (new("変更後の内容", "To"), SheetColumnKind.Text, 44, (c, l) => Fitting(c.To?.In(l) ?? c.Problem, l)),
        (new("変わった項目", "What changed"), SheetColumnKind.Text, 36, (c, l) => Fitting(Fields(c, l), l)),
        (new("記録日時", "Recorded at"), SheetColumnKind.Instant, 20, (c, _) => c.RecordedAt),
        (new("記録者", "Recorded by"), SheetColumnKind.Text, 16, (c, _) => c.By.Value),
        (new("理由", "Reason"), SheetColumnKind.Text, 16, (c, l) => c.Reason is { } reason ? Names.Describe(reason).In(l) : null),
        (new("理由のメモ", "Note on the reason"), SheetColumnKind.Text, 30, (c, l) => c.NoteErased ? FactNames.Erased.In(l) : c.Note),
        (new("締切後に変わった期間", "Closed periods restated"), SheetColumnKind.Text, 24, (c, l) =>
            string.Join(l == Language.Ja ? "、" : "; ", c.Restates.Select(p => DateFormat.Span(new Domain.Indicators.Period(p.From, p.To), l, calendar)))),
        (new("一緒に動いた記録の数", "Entries moved along"), SheetColumnKind.Number, 12, (c, _) => c.Carried == 0 ? default : c.Carried),
        (new("入力経路", "Source"), SheetColumnKind.Text, 14, (c, l) => FactNames.OfSource(c.Source).In(l)),
        (new("取り込みID", "Import id"), SheetColumnKind.Text, 18, (c, _) => c.Origin?.Import.ToString()),
        (new("シート", "Sheet"), SheetColumnKind.Number, 8, (c, _) => c.Origin is { } o ? o.Sheet : default(SheetValue)),
        (new("行", "Row"), SheetColumnKind.Number, 8, (c, _) => c.Origin is { } o ? o.Row : default(SheetValue)),
        (new("記録ID", "Entry id"), SheetColumnKind.Text, 38, (c, _) => c.Entry?.ToString()),
        (new("操作ID", "Command id"), SheetColumnKind.Text, 38, (c, _) => c.Command?.ToString()),
    ];

    public static SheetTable FromFile(ChangesFile file, Language language) => new(
        new LocalizedText("変更", "Changes").In(language), [.. Columns(file.Calendar).Select(c => new SheetColumn(c.Header.In(language), c.Kind, c.Width))],
        new Rows(file, language), file.Book.Zone);

    /// <summary>The notes for readers of the file.</summary>
    public static SheetNotes Notes(ChangesFile file, Language language)
    {
        var opened = file.Book.InForce<InitiativeOpened>().FirstOrDefault();
        LocalizedText?[] lines =
        [
            new($"取組:{opened?.Title.Ja ?? file.Initiative.Value}", $"Initiative: {opened?.Title.En ?? file.Initiative.Value}"),
            opened?.Reconstruction is { } reconstruction ? (LocalizedText)reconstruction : null,
            file.Period is { } p
                ? new($"期間:{DateFormat.Span(p, Language.Ja, file.Calendar)}。発生日が、変更の前か後にこの期間に入る変更です。",
                    $"Period: {DateFormat.Span(p, Language.En, file.Calendar)}. Changes of entries whose date lies in it before or after the change.")
                : new("期間:すべて", "Period: all days"),
            new($"第{file.Book.Frontier}版までの記録によります。", $"As known at version {file.Book.Frontier}."),
            new("一行が一つの変更です。新しい記録は「なし」からの変更、取り消しは「なし」への変更として示します。",
                "Each row is one change. A new entry is shown as a change from nothing, a withdrawal as a change to nothing."),
            new("回に属する記録の発生日は、その回の日です。回の日付を変えると、その回の人数や参加の記録も一緒に動きます(動いた数を示します)。",
                "Entries of a session have the date of the session. "
                    + "When a session is moved, its headcounts and attendances move with it; their number is shown."),
            new("ファイルから取り込んだ記録は、取り込みが完了した版から有効です。", "Entries from a file are in force from the version in which their import was completed."),
            new("人は仮名のIDで示します。相談の内容、声、回答などは示しません。", "People appear under a pseudonymous id. The content of consultations, voices and answers is not shown."),
        ];
        return new(new LocalizedText("説明", "About").In(language), [.. lines.OfType<LocalizedText>().Select(l => l.In(language))]);
    }

    private static string? Fields(ChangeRecord change, Language language)
    {
        var none = new LocalizedText("なし", "nothing");
        return change.Fields.IsEmpty ? null : string.Join('\n', change.Fields.Select(f => language == Language.Ja
            ? $"{f.Field.Ja}:{(f.From ?? none).Ja} → {(f.To ?? none).Ja}"
            : $"{f.Field.En}: {(f.From ?? none).En} → {(f.To ?? none).En}"));
    }

    private static string? Fitting(string? text, Language language) => text is null ? null : CellText.Fitting(text, language);

    /// <summary>Starts again for every enumeration: the check for CP932 reads everything before the file is written.</summary>
    private sealed class Rows(ChangesFile file, Language language) : IAsyncEnumerable<IReadOnlyList<SheetValue>>
    {
        public IAsyncEnumerator<IReadOnlyList<SheetValue>> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
            ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

        private async IAsyncEnumerable<IReadOnlyList<SheetValue>> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
        {
            var columns = Columns(file.Calendar);
            await foreach (var change in file.Changes(cancellation))
                yield return [.. columns.Select(c => c.Cell(change, language))];
        }
    }
}
