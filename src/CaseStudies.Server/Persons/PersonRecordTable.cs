using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Exports;
using CaseStudies.Server.Store;
using CaseStudies.Server.Wording;
using CaseStudies.Sheets;
using NodaTime;
using Cell = System.Func<CaseStudies.Server.Persons.PersonRecord.Line, CaseStudies.Domain.Language, CaseStudies.Sheets.SheetValue>;

namespace CaseStudies.Server.Persons;

/// <summary>What is recorded about a person as a table, one row per event.</summary>
internal static class PersonRecordTable
{
    private static readonly ImmutableArray<(LocalizedText Header, SheetColumnKind Kind, int Width, Cell Cell)> s_columns =
    [
        (new("取組", "Initiative"), SheetColumnKind.Text, 24, (r, l) => r.Title?.In(l) ?? r.Initiative.Value),
        (new("変更", "Change"), SheetColumnKind.Text, 12, (r, l) => FactNames.Describe(r.What).In(l)),
        (new("記録の種類", "Kind of entry"), SheetColumnKind.Text, 18, (r, l) => Names.OfKind(r.Kind).In(l)),
        (new("発生日", "Occurred"), SheetColumnKind.Date, 12, (r, _) => r.On),
        (new("内容", "Content"), SheetColumnKind.Text, 50, (r, l) => CellText.Fitting(r.Says.In(l), l)),
        (new("名前と非公開の文章", "Name and private texts"), SheetColumnKind.Text, 40, (r, l) => CellText.Fitting(Texts(r, l), l)),
        (new("有効", "In force"), SheetColumnKind.Text, 8, (r, l) => (r.InForce ? new LocalizedText("有効", "yes") : new("無効", "no")).In(l)),
        (new("理由", "Reason"), SheetColumnKind.Text, 16, (r, l) => r.Reason is { } reason ? Names.Describe(reason).In(l) : null),
        (new("記録日時", "Recorded at"), SheetColumnKind.Instant, 20, (r, _) => r.RecordedAt),
        (new("記録者", "Recorded by"), SheetColumnKind.Text, 16, (r, _) => r.By.Value),
        (new("入力経路", "Source"), SheetColumnKind.Text, 14, (r, l) => FactNames.OfSource(r.Source).In(l)),
        (new("取り込みID", "Import id"), SheetColumnKind.Text, 18, (r, _) => r.Origin?.Import.ToString()),
        (new("シート", "Sheet"), SheetColumnKind.Number, 8, (r, _) => r.Origin is { } o ? o.Sheet : default(SheetValue)),
        (new("行", "Row"), SheetColumnKind.Number, 8, (r, _) => r.Origin is { } o ? o.Row : default(SheetValue)),
        (new("記録ID", "Entry id"), SheetColumnKind.Text, 38, (r, _) => r.Entry.ToString()),
        (new("版", "Version"), SheetColumnKind.Number, 8, (r, _) => r.Version),
        (new("記録(プログラム用)", "Entry, for programs"), SheetColumnKind.Text, 40, (r, l) =>
            CellText.Fitting(System.Text.Json.JsonSerializer.Serialize(r.Fact, DomainJson.Options), l)),
    ];

    public static (SheetTable Table, SheetNotes Notes) Create(PersonRecord record, Language language)
    {
        LocalizedText?[] lines =
        [
            new($"人のID:{string.Join("、", record.Ids)}", $"Ids of the person: {string.Join(", ", record.Ids)}"),
            new("この団体のすべての取組で、この人について記録されていることです。訂正前や取り消し済みの内容も含みます。一行が一回の記録です。",
                "All that is recorded about this person in all initiatives of the organisation, also what was corrected or withdrawn. Each row is one event."),
            new("このファイルには名前と非公開の文章が入っています。本人に渡したあとは、手元に残さないでください。",
                "This file contains names and private texts. Do not keep a copy after it was given to the person."),
            record.Erased ? new("この人の名前と非公開の文章は消去済みです。", "The name and the private texts of this person have been erased.") : null,
        ];
        return (
            SheetTable.FromRows(
                new LocalizedText("この人の記録", "Record of the person").In(language),
                [.. s_columns.Select(c => new SheetColumn(c.Header.In(language), c.Kind, c.Width))],
                record.Records.Select(r => (IReadOnlyList<SheetValue>)[.. s_columns.Select(c => c.Cell(r, language))]),
                DateFormat.Japan),
            new(new LocalizedText("説明", "About").In(language), [.. lines.OfType<LocalizedText>().Select(l => l.In(language))]));
    }

    private static string Texts(PersonRecord.Line line, Language language) => string.Join('\n', line.Texts.Select(t =>
        $"{NameOf(t.Member).In(language)}{(language == Language.Ja ? ":" : ": ")}{t.Value ?? FactNames.Erased.In(language)}"));

    private static PublicText NameOf(string member) => member == FuriganaIds.Field ? new("ふりがな", "reading of the name") : MemberNames.Describe(member);
}
