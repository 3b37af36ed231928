using System.Collections.Immutable;
using System.Globalization;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Sheets;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Import;

/// <summary>Empty sheets with an initiative's strands, groups and questions. Filled in, they can be imported without a mapping.</summary>
internal sealed class Templates(Vocabulary words, LocalDate openedOn, LocalDate today, Language language)
{
    /// <summary>The number of example days in an attendance sheet. People replace them.</summary>
    private const int Days = 8;

    private string In(string ja, string en) => language == Language.Ja ? ja : en;

    public IReadOnlyList<SheetTable> Headcounts()
    {
        var groups = words.Groups.Select(g => new SheetColumn(GroupHeader(g.Scheme, g.Group), SheetColumnKind.Number, Rule: Heads())).ToList();
        if (groups.Count == 0)
            groups.Add(new(In("参加人数", "Headcount"), SheetColumnKind.Number, Rule: Heads()));
        return [Empty(In("人数", "Headcounts"),
            [Day(In("開催日", "Date")), new(In("活動", "Strand"), Rule: OneOf(words.Strands.Select(s => StrandLabel(s.Strand)))), Time(In("開始", "Start")),
                Time(In("終了", "End")), .. groups])];
    }

    /// <summary>One sheet for each strand, named after it.</summary>
    public IReadOnlyList<SheetTable> Attendance() => [.. words.Strands.Take(20).Select(s => Empty(StrandLabel(s.Strand),
        [new(In("名前", "Name"), Width: 20), new(In("ふりがな", "Furigana"), Width: 20),
            .. Enumerable.Range(0, Days)
                .Select(week => new SheetColumn(LocalDatePattern.Iso.Format(today.PlusWeeks(week - Days + 1)), Width: 12, Rule: OneOf(["○", "×"])))]))];

    public IReadOnlyList<SheetTable> Survey(SurveyIntroduced instrument, Slug wave) =>
        [Empty(TemplateNames.Survey(instrument.Instrument, instrument.Version, wave),
        [Day(In("回答日", "Date")), new(In("回答番号", "Response ID")),
            .. instrument.Items.Select(i => new SheetColumn(i.Question.In(language), Width: 24, Rule: OneOf(i.Answers.Select(a => a.Label.In(language)))))])];

    public IReadOnlyList<SheetTable> Events(string kind)
    {
        var members = EventMembers.ForKind(kind).Where(m => m.Value != typeof(SessionId))
            .Select(m => new SheetColumn(HeaderWords.ForMember(m.Key, language), KindOf(m.Value), Rule: RuleOf(m.Key, m.Value)));
        return [Empty(kind, [new(In("番号", "No"), SheetColumnKind.Number, Rule: new SheetRule.WholeNumber(1)), .. members])];
    }

    public XlsxOptions Options => new(new SheetNotes(In("使い方", "How to use"), language == Language.Ja
        ?
        [
            "一行目の見出しはそのままにして、二行目から記入してください。並べ替えや行の追加は自由です。",
            "空欄は「記録なし」として扱われます。0 人だったときは 0 と書いてください。",
            "合計の行や列を加えても数えません。取り込みの前に確認(dry run)を行うと、行ごとの結果と数値の変化が分かります。",
            "同じファイルを二度取り込んでも、二重には記録されません。直したファイルを取り込むと、訂正になります。",
        ]
        :
        [
            "Leave the headings in row 1 unchanged and start in row 2. You may sort rows and add new ones.",
            "An empty cell means that nothing is recorded. If nobody came, write 0.",
            "Rows and columns with totals are not counted. Before you import, the dry run shows the result for each row and how the figures change.",
            "Importing the same file twice records nothing twice. Importing a corrected file makes corrections.",
        ]));

    private static SheetTable Empty(string name, ImmutableArray<SheetColumn> columns) => SheetTable.FromRows(name, columns, []);

    private SheetColumn Day(string header) => new(header, SheetColumnKind.Date, Rule: new SheetRule.DateWithin(openedOn, today.PlusYears(1)));

    private static SheetColumn Time(string header) => new(header, SheetColumnKind.Time, Rule: new SheetRule.TimeOfDay());

    private static SheetRule.WholeNumber Heads() => new(0, ParticipantsCounted.MaximumCount);

    private static SheetRule.OneOf? OneOf(IEnumerable<string> choices) =>
        choices.Distinct().ToImmutableArray() is { IsEmpty: false } some ? new SheetRule.OneOf(some) : null;

    private static SheetColumnKind KindOf(Type type) =>
        type == typeof(LocalDate) ? SheetColumnKind.Date : type == typeof(LocalTime) ? SheetColumnKind.Time : type == typeof(int) || type == typeof(Quantity)
            ? SheetColumnKind.Number : SheetColumnKind.Text;

    private SheetRule? RuleOf(string member, Type type)
    {
        if (type == typeof(LocalDate))
            return new SheetRule.DateWithin(openedOn, today.PlusYears(1));
        if (type == typeof(LocalTime))
            return new SheetRule.TimeOfDay();
        if (type == typeof(bool))
            return OneOf(["○", "×"]);
        if (type.IsEnum)
            return OneOf(Enum.GetValues(type).Cast<Enum>().Select(Kebab.FromEnum));
        if (type != typeof(Slug))
            return null;
        return member == "strand"
            ? OneOf(words.Strands.Select(s => StrandLabel(s.Strand)))
            : OneOf(words.Terms.Where(t => t.Dimension.Value == member).Select(t => Label(member, t.Term)));
    }

    private string StrandLabel(Slug strand) => Label("strand", strand);

    /// <summary>The name if it is unambiguous, or else the key.</summary>
    private string Label(string use, Slug key) => words.Label(use, key, language) is var label && words.Find(use, label) == key ? label : key.Value;

    private string GroupHeader(Slug scheme, Slug group) =>
        words.Groups.Select(g => g.Scheme).Distinct().Skip(1).Any()
            ? string.Create(CultureInfo.InvariantCulture, $"{Label("group", group)} ({scheme})")
            : Label("group", group);
}
