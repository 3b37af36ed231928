using System.Security.Cryptography;
using System.Text;
using CaseStudies.Server.Capture;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using static CaseStudies.Server.Tests.Import.ImportApi;

namespace CaseStudies.Server.Tests.Import;

/// <summary>A person who comes in by a file has a random id, and the vault alone knows which name it belongs to.</summary>
public sealed class PersonIdTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Mapping = """
        {"kind":"attendance","strand":"cafe","role":"participant","basis":"consent","fiscalYear":2025,
        "columns":[{"as":"name","header":"氏名"},{"as":"furigana","header":"ふりがな"}]}
        """;

    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];

    private VaultPersons Persons => server.Host.Services.GetRequiredService<VaultPersons>();

    [Fact]
    public async Task An_id_follows_from_nothing_and_the_same_name_finds_it_again_in_every_initiative()
    {
        var (one, two) = (await ImportApi.OpenedAsync(server, _organisation, "one"), await ImportApi.OpenedAsync(server, _organisation, "two"));
        await one.CommitAsync(Csv("氏名,ふりがな,5/10", "山田 花子,やまだ はなこ,○"), Mapping);
        await one.CommitAsync(Csv("氏名,ふりがな,5/17", "山田 花子,やまだ はなこ,○"), Mapping);
        await two.CommitAsync(Csv("氏名,ふりがな,5/10", "山田 花子,,○"), Mapping);

        var person = Assert.Single(await AttendedAsync());
        Assert.NotEqual($"p-{await PrintAsync("山田 花子"):n}", person);
        Assert.Equal(person, await server.ScalarAsync<string>(
            "select person from vault.persons where tenant_id = $1 and print = $2", _organisation, await PrintAsync("山田 花子")));
        Assert.Equal(["furigana", "name", "name"], await server.ScalarAsync<string[]>(
            "select array_agg(field order by field) from vault.texts where tenant_id = $1 and person = $2", _organisation, person));
    }

    [Fact]
    public async Task Who_is_named_by_two_at_once_has_one_id()
    {
        await Api.OpenedAsync(server, _organisation, "one");
        var (print, organisation) = (Guid.NewGuid(), new Domain.Slug(_organisation));
        var stop = TestContext.Current.CancellationToken;
        var (first, second) = (await Persons.LoadAsync(organisation, stop), await Persons.LoadAsync(organisation, stop));
        var id = first.Of(print);
        Assert.NotEqual(id, second.Of(print));

        Assert.True(await Persons.KeepAsync(first, TestContext.Current.CancellationToken));
        Assert.False(await Persons.KeepAsync(second, TestContext.Current.CancellationToken));
        Assert.Equal(id, (await Persons.LoadAsync(organisation, TestContext.Current.CancellationToken)).Of(print));
    }

    [Fact]
    public async Task Two_imports_at_once_into_two_initiatives_know_the_same_people()
    {
        string[] initiatives = ["one", "two", "three"];
        var sheet = Csv(["氏名,ふりがな,5/10", .. Enumerable.Range(0, 40).Select(n => $"参加者{n},,○")]);
        foreach (var initiative in initiatives)
            await ImportApi.OpenedAsync(server, _organisation, initiative);

        var done = await Task.WhenAll(initiatives.Select(i => new ImportApi(server, _organisation, i).CommitAsync(sheet, Mapping)));

        Assert.All(done, d => Assert.Equal("completed", (string)d.Body["state"]!));
        Assert.Equal(40, (await AttendedAsync()).Length);
        Assert.Equal(40, await server.ScalarAsync<long>("select count(*) from vault.persons where tenant_id = $1", _organisation));
    }

    [Fact]
    public async Task What_a_dry_run_leaves_is_gone_after_three_days_and_what_was_imported_stays()
    {
        var api = await ImportApi.OpenedAsync(server, _organisation, "one");
        await api.CommitAsync(Csv("氏名,ふりがな,5/10", "山田 花子,,○"), Mapping);
        await api.DryRunAsync(Csv("氏名,ふりがな,5/10", "小鳥遊遥,,○"), Mapping);
        Assert.Equal(2, await server.ScalarAsync<long>("select count(*) from vault.persons where tenant_id = $1", _organisation));
        Assert.Empty(await server.TablesWithAsync("小鳥遊遥"));

        await Persons.SweepAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, await server.ScalarAsync<long>("select count(*) from vault.persons where tenant_id = $1", _organisation));
        server.Clock.Advance(Duration.FromDays(4));
        await Persons.SweepAsync(TestContext.Current.CancellationToken);

        Assert.Equal(await PrintAsync("山田 花子"), await server.ScalarAsync<Guid>("select print from vault.persons where tenant_id = $1", _organisation));
        Assert.Equal("nothing-to-do", (string)(await api.CommitAsync(Csv("氏名,ふりがな,5/10", "山田 花子,,○"), Mapping)).Body["state"]!);
    }

    /// <summary>An earlier version computed ids from names, kept the rows of files, and did not say whom a text is about.</summary>
    [Fact]
    public async Task A_store_of_an_earlier_version_keeps_its_ids_and_learns_whom_its_texts_are_about()
    {
        var api = await ImportApi.OpenedAsync(server, _organisation, "one");
        var old = $"p-{await PrintAsync("山田 花子"):n}";
        await api.Api.RecordAsync(
            $$"""{"kind":"person_enrolled","person":"{{old}}","role":"participant","on":"2025-05-10","basis":"consent","name":"山田 花子"}""");
        await server.ExecuteAsync("update vault.organisation_keys set mapped_at = null where tenant_id = $1", _organisation);
        await server.ExecuteAsync("update vault.texts set person = null where tenant_id = $1", _organisation);
        await server.ExecuteAsync(
            "insert into vault.texts (tenant_id, id, stream_id, field, value, salt) values ($1, gen_random_uuid(), 'one', 'import-row', '{}', '\\x00')",
            _organisation);

        await api.CommitAsync(Csv("氏名,ふりがな,5/10", "山田 花子,,○", "鈴木 三郎,,○"), Mapping);

        Assert.Contains(old, await AttendedAsync());
        Assert.Equal(2, (await AttendedAsync()).Length);
        Assert.Equal(old, await server.ScalarAsync<string>("select person from vault.texts where tenant_id = $1 and value = '山田 花子'", _organisation));
        Assert.Equal(0, await server.ScalarAsync<long>("select count(*) from vault.texts where tenant_id = $1 and field = 'import-row'", _organisation));
    }

    private Task<string[]> AttendedAsync() => server.ScalarAsync<string[]>(
        "select array_agg(distinct fact ->> 'person') from casestudies.entries where tenant_id = $1 and kind = 'person_attended'", _organisation);

    private async Task<Guid> PrintAsync(string name) => new(
        HMACSHA256.HashData(await server.ScalarAsync<byte[]>("select key from vault.organisation_keys where tenant_id = $1", _organisation),
            Encoding.UTF8.GetBytes("person\n" + name)).AsSpan(0, 16), bigEndian: true);
}
