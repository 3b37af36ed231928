using CaseStudies.Server.Import;
using static CaseStudies.Server.Tests.Import.ImportApi;

namespace CaseStudies.Server.Tests.Import;

/// <summary>Cells in a column of names that name nobody.</summary>
public sealed class NamelessHeadsTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Mapping = """
        {"kind":"attendance","strand":"cafe","fiscalYear":2025,"columns":[{"as":"name","header":"氏名"}]}
        """;

    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];

    [Theory]
    [InlineData("匿名", "anonymous", null)]
    [InlineData(" 匿名 希望 ", "anonymous", null)]
    [InlineData("(無記名)", "anonymous", null)]
    [InlineData("名前不明", "anonymous", null)]
    [InlineData("Anonymous", "anonymous", null)]
    [InlineData("見学", "visitors", null)]
    [InlineData("見学者", "visitors", null)]
    [InlineData("ｹﾞｽﾄ", "visitors", null)]
    [InlineData("Guest", "visitors", null)]
    [InlineData("見学者２", "visitors", null)] // the second of them
    [InlineData("見学者B", "visitors", null)]
    [InlineData("guest 1", "visitors", null)]
    [InlineData("見学者2名", "visitors", 2)]
    [InlineData("guests (3)", "visitors", 3)]
    [InlineData("guests x3", "visitors", 3)]
    [InlineData("2 Guests", "visitors", 2)]
    [InlineData("その他3名", "others", 3)]
    [InlineData("その他 ３ 名様", "others", 3)]
    [InlineData("ほか三名", "others", 3)]
    [InlineData("他2人", "others", 2)]
    [InlineData("3名", "others", 3)]
    [InlineData("and 4 others", "others", 4)]
    [InlineData("5 more", "others", 5)]
    [InlineData("12 others", "others", 12)]
    [InlineData("匿名10人", "anonymous", 10)]
    public void The_whole_cell_says_so(string text, string group, int? number)
    {
        var heads = NamelessHeads.Parse(text);
        Assert.Equal((group, number), (heads?.Group.Value, heads?.Number));
        Assert.False(heads is { Number: null, IsSeveral: true });
    }

    [Theory]
    [InlineData("その他"), InlineData("ほか"), InlineData("他"), InlineData("others"), InlineData("Guests"), InlineData("その他数名")]
    public void Several_without_a_number_are_several(string text) => Assert.True(NamelessHeads.Parse(text) is { Number: null, IsSeveral: true });

    [Theory]
    [InlineData("見学 太郎"), InlineData("他田 三名子"), InlineData("匿名子"), InlineData("外村 一人"), InlineData("不明瞭"), InlineData("Jane Guest")]
    [InlineData("Guest, Edward"), InlineData("Anona"), InlineData("Anonymous Bosch"), InlineData("Othersby"), InlineData("Visitoria"), InlineData("more")]
    [InlineData("山田 花子"), InlineData("p-0000001"), InlineData("三名"), InlineData("m3"), InlineData("Yamada 3"), InlineData("Moreno")]
    public void A_name_that_has_such_a_word_in_it_is_a_name(string text) => Assert.Null(NamelessHeads.Parse(text));

    [Fact]
    public async Task They_are_counted_beside_the_people_and_each_row_says_so()
    {
        var api = await ImportApi.OpenedAsync(server, _organisation, "hachifuku");
        var sheet = Csv("氏名,5/10,5/17", "山田 花子,○,○", "匿名,○,", "匿名,○,○", "その他3名,,○", "見学者,2,×");
        var announced = await api.DryRunAsync(sheet, Mapping);
        Assert.Equal(
            ["2 will-be-recorded", "3 will-be-recorded import-nameless", "4 will-be-recorded import-nameless", "5 will-be-recorded import-nameless",
                "6 will-be-recorded import-nameless"], announced.Rows);
        Assert.Equal(4, announced.Count("withNotes"));
        var said = announced.Body["rows"]!.AsArray();
        Assert.Equal("'匿名' is no person's name. It is counted as 1 person without a name, beside those who are named.", (string)said[1]!["says"]![0]!["en"]!);
        Assert.Equal("「匿名」は人の名前ではないので、名前のない 2 人として、名前のある人とは別に数えます(3 行目と合わせて)。", (string)said[2]!["says"]![0]!["ja"]!);
        Assert.Equal("completed", (string)(await api.SendCommitAsync(sheet, announced, Guid.NewGuid(), Mapping)).Body["state"]!);
        Assert.Equal(["2025-05-10 anonymous 2", "2025-05-10 visitors 2", "2025-05-17 anonymous 1", "2025-05-17 others 3"], await api.CountsAsync());
        Assert.Equal(2, await server.ScalarAsync<long>(
            "select count(*) from casestudies.entries where tenant_id = $1 and kind = 'person_attended'", _organisation));
        Assert.All((await api.Api.GetAsync("/entries?kind=participants_counted"))["entries"]!.AsArray(),
            e => Assert.Equal("unnamed", (string)e!["fact"]!["scheme"]!));
        Assert.Equal("nothing-to-do", (string)(await api.CommitAsync(sheet, Mapping)).Body["state"]!);

        var mended = Csv("氏名,5/10,5/17", "山田 花子,○,○", "匿名,○,", "匿名,○,○", "その他4名,,○", "見学者,2,×");
        await api.CommitAsync(mended, Mapping);
        Assert.Contains("2025-05-17 others 4", await api.CountsAsync());
    }

    [Fact]
    public async Task What_does_not_say_how_many_is_told_and_not_guessed()
    {
        var api = await ImportApi.OpenedAsync(server, _organisation, "hachifuku");
        Assert.Equal(
            ["2 cannot-be import-nameless-how-many", "3 cannot-be import-nameless-contradicts", "4 will-be-recorded import-nameless",
                "5 cannot-be import-mark-unknown", "6 left-out import-empty-row"],
            (await api.DryRunAsync(Csv("氏名,5/10,5/17", "その他,○,", "その他3名,5,", "その他,1,12", "見学者,?!,", "匿名,×,0"), Mapping)).Rows);
    }

    [Fact]
    public async Task A_mapping_with_a_scheme_counts_them_in_it_under_the_group_of_the_row()
    {
        var api = await ImportApi.OpenedAsync(server, _organisation, "hachifuku");
        var mapping = Mapping.Replace("\"columns\":[", "\"scheme\":\"audience\",\"columns\":[{\"as\":\"group\",\"header\":\"区分\"},", StringComparison.Ordinal);
        await api.CommitAsync(Csv("氏名,区分,5/10", "見学者,youth,3", "匿名,,○"), mapping);
        Assert.Equal(["2025-05-10 anonymous 1", "2025-05-10 youth 3"], await api.CountsAsync());
        Assert.Equal("3人", (await api.Api.YouthAsync()).Shown);
    }

    [Fact]
    public async Task Somebody_with_a_card_is_somebody()
    {
        var api = await ImportApi.OpenedAsync(server, _organisation, "hachifuku");
        var mapping = Mapping.Replace("\"columns\":[", "\"columns\":[{\"as\":\"person\",\"header\":\"カード番号\"},", StringComparison.Ordinal);
        Assert.Equal(["2 will-be-recorded", "3 will-be-recorded import-nameless"],
            (await api.DryRunAsync(Csv("カード番号,氏名,5/10", "c-17,匿名,○", ",匿名,○"), mapping)).Rows);
    }
}
