using System.Text;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Exports;
using CaseStudies.Server.Read;
using CaseStudies.Sheets;
using CaseStudies.Server.Wording;
using CaseStudies.Server.Tests.Pages;
using CaseStudies.Sheets.Tests;
using static CaseStudies.Server.Tests.Pages.PageBook;

namespace CaseStudies.Server.Tests.Exports;

/// <summary>What the files hold, read with other people's programs.</summary>
public sealed class ExportTests
{
    private static readonly int s_many = int.TryParse(Environment.GetEnvironmentVariable("CASESTUDIES_EXPORT_ENTRIES"), out var n) ? n : 3_000;

    internal static InitiativeView Everything => EveryFact.All.Aggregate(new PageBook(), (book, fact) => book.Given(fact)).Unreadable("torn").View();

    [Theory]
    [InlineData(Language.Ja), InlineData(Language.En)]
    public async Task A_workbook_of_entries_has_all_of_them_told_and_each_kind_with_its_members(Language language)
    {
        var view = Everything;
        var book = await XlsxAsync(Export.Entries(view, null, null, language));
        Assert.Empty(Written.Errors(book));
        var sheets = Written.Sheets(book);

        var overview = sheets[language == Language.Ja ? "すべての記録" : "All entries"];
        Assert.Equal(1 + view.Book.Entries.Length + view.Book.Problems.Length, overview.Count);
        Assert.Contains(overview[^1], cell => cell is string text && text.Contains("torn", StringComparison.Ordinal));
        Assert.All(overview[1..^1], row => Assert.True(row[0] is DateTime));
        foreach (var kind in view.Book.Entries.Select(e => e.Kind).Distinct())
        {
            var sheet = sheets.Single(s => s.Key == Cut(Names.OfKind(kind).In(language))).Value;
            Assert.Equal(1 + view.Book.OfKind(kind).Count(), sheet.Count);
            Assert.All(sheet[0], header => Assert.False(string.IsNullOrWhiteSpace((string?)header)));
            Assert.Equal(sheet[0].Length, sheet[0].Distinct().Count());
        }

        var counted = sheets[Names.OfKind("participants_counted").In(language)];
        Assert.Equal(4d, counted[1][Array.IndexOf(counted[0], MemberNames.Describe("count").In(language))]);
        var held = sheets[Names.OfKind("session_held").In(language)];
        Assert.Contains(new DateTime(2025, 5, 10, 0, 0, 0, DateTimeKind.Unspecified), held[1]);
        Assert.Contains("cafe", held[1]);
        Assert.Contains("夏祭り", held[1]);
        Assert.Contains("Summer fair", held[1]);
        var answers = sheets[Names.OfKind("survey_response_recorded").In(language)];
        Assert.Contains(language == Language.Ja ? "前向き" : "better", answers[1]);
    }

    [Fact]
    public async Task Of_a_private_text_a_file_says_only_where_it_is()
    {
        foreach (var language in Enum.GetValues<Language>())
        {
            var export = Export.Entries(Everything, null, null, language);
            var all = string.Join('\n', Written.Sheets(await XlsxAsync(export)).Values.SelectMany(rows => rows).SelectMany(r => r))
                + Encoding.UTF8.GetString(await CsvAsync(export));
            Assert.DoesNotContain("SECRET-COMMITMENT", all, StringComparison.Ordinal);
            Assert.Contains(Private.Vault.ToString(), all, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Kind_and_days_choose_and_the_notes_say_so()
    {
        var view = Everything;
        Assert.Equal(2, Lines(await CsvAsync(Export.Entries(view, null, "session_held", Language.En)))
            .Count(l => !l.Contains("torn", StringComparison.Ordinal)));
        var may = Export.Entries(view, new(D("2025-05-10"), D("2025-05-10")), null, Language.En);
        var days = Written.Sheets(await XlsxAsync(may))["All entries"][1..^1].Select(r => r[0]).Distinct();
        Assert.Equal([new DateTime(2025, 5, 10, 0, 0, 0, DateTimeKind.Unspecified)], days);
        Assert.Contains(may.Notes.Lines, l => l.Contains("10 May 2025", StringComparison.Ordinal));
        Assert.Contains(may.Notes.Lines, l => l.Contains("torn", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_corrected_or_withdrawn_stays_and_says_so()
    {
        var book = PageBook.Opened().Given(new StrandStarted(S("cafe"), T("喫茶", "Café"), D("2025-04-01")));
        var entry = book.Record(new SessionHeld(Session(1), S("cafe"), D("2025-05-10")));
        book.Correct(entry, new SessionHeld(Session(1), S("cafe"), D("2025-05-11"))).Withdraw(entry);
        var rows = Written.Sheets(await XlsxAsync(Export.Entries(book.View(), null, "session_held", Language.Ja)))["開催回"];
        var state = Array.IndexOf(rows[0], "記録の状態");
        Assert.Equal(["訂正済み(数え間違い)", "取り消し(誤入力)"], rows[1..].Select(r => (string)r[state]!));
        Assert.Equal([1d, 2d], rows[1..].Select(r => r[state + 1]));
    }

    [Theory]
    [InlineData(Language.Ja), InlineData(Language.En)]
    public async Task Figures_stand_as_printed_and_exact(Language language)
    {
        var view = PageBook.Opened().Given(
            new StrandStarted(S("cafe"), T("喫茶", "Café"), D("2025-04-01")), new SessionHeld(Session(1), S("cafe"), D("2025-05-10")),
            new ParticipantsCounted(Session(1), S("audience"), S("youth"), 4),
            new TargetSet(S("visits"), Comparison.AtLeast, 60, D("2025-04-01"), Unit: S("people")))
            .Adopt("youth", T("若者", "Young people"), PageBooks.Sum("youth"), PageBooks.Visits, target: "visits")
            .Adopt("none", T("なし", "None"), PageBooks.Sum("nobody"), PageBooks.Visits).View();
        var book = await XlsxAsync(Export.Figures(view, language));
        Assert.Empty(Written.Errors(book));
        var rows = Written.Sheets(book).Values.First();
        Assert.Equal(1 + view.Figures.Length, rows.Count);
        var youth = rows.Single(r => "youth".Equals(r[0]));
        Assert.Contains(4d, youth);
        Assert.Contains(view.Figures.Single(f => f.Indicator.Value == "youth").Shown!.In(language), youth);
        Assert.Contains(language == Language.Ja ? "未達成" : "not achieved", youth);
        var none = rows.Single(r => "none".Equals(r[0]));
        Assert.Null(none[Array.IndexOf(rows[0], language == Language.Ja ? "正確な値" : "exact value")]);
    }

    [Fact]
    public void Every_member_of_every_kind_has_a_name() => Assert.Empty(
        from shape in InitiativeEventCatalogue.Facts.Values
        from parameter in shape.Type.GetConstructors().Single(c => c.GetParameters() is not [{ } only] || only.ParameterType != shape.Type).GetParameters()
        let member = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!)
        where !Named(member)
        select member);

    [Fact]
    public async Task As_many_entries_as_there_are_come_out_and_none_is_held_twice()
    {
        var book = PageBook.Opened();
        for (var i = 0; i < s_many; i++)
            book.Given(new MilestoneReached(S($"m{i}"), T("節目", "milestone"), D("2025-05-10")));
        var export = Export.Entries(book.View(), null, null, Language.Ja);
        var stream = new AnswerStream();
        await export.WriteXlsxAsync(stream, TestContext.Current.CancellationToken);
        Assert.Equal(s_many + 1, Written.Sheets(stream.Written)["節目"].Count);
        Assert.Equal(s_many + 2, Lines(await CsvAsync(export)).Length);
    }

    /// <summary>So the reader's own pace governs, and many may export at once.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public async Task Rows_are_made_as_their_reader_takes_them(bool workbook)
    {
        var book = PageBook.Opened();
        for (var i = 0; i < 3_000; i++)
            book.Given(new MilestoneReached(S($"m{i}"), T($"節目 {i}", $"milestone {i}"), D("2025-05-10")));
        var (made, reader) = (0L, new Reader());
        var export = Export.Entries(book.View(), null, null, Language.Ja).Watched((done, _) => made = done, workbook);
        reader.Takes = () => made;
        var (cancellation, rows) = (TestContext.Current.CancellationToken, workbook ? 6_002 : 3_001);
        if (workbook)
            await export.WriteXlsxAsync(reader, cancellation);
        else
            await export.WriteCsvAsync(reader, CsvEncoding.Utf8, cancellation);

        Assert.Equal(rows, made);
        Assert.InRange(reader.MostAhead, 1, 1_000);
    }

    /// <summary>Asks at each piece that it takes how many rows were made.</summary>
    private sealed class Reader : MemoryStream
    {
        private long _before;

        public Func<long> Takes { get; set; } = () => 0;

        public long MostAhead { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var made = Takes();
            (MostAhead, _before) = (Math.Max(MostAhead, made - _before), made);
            return base.WriteAsync(buffer, cancellationToken);
        }
    }

    private static bool Named(string member)
    {
        try
        {
            return MemberNames.Describe(member).En.Length > 0;
        }
        catch (KeyNotFoundException)
        {
            return false;
        }
    }

    private static string Cut(string name) => name.Length <= 31 ? name : name[..31].TrimEnd(' ', '\'');

    private static string[] Lines(byte[] csv) => Encoding.UTF8.GetString(csv).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    internal static async Task<byte[]> XlsxAsync(Export export)
    {
        var stream = new AnswerStream();
        await export.WriteXlsxAsync(stream, TestContext.Current.CancellationToken);
        return stream.Written;
    }

    internal static async Task<byte[]> CsvAsync(Export export)
    {
        var stream = new AnswerStream();
        await export.WriteCsvAsync(stream, CsvEncoding.Utf8, TestContext.Current.CancellationToken);
        return stream.Written;
    }
}
