using System.Net;
using CaseStudies.Server.Tests.Accounts;
using CaseStudies.Server.Tests.Pages;

namespace CaseStudies.Server.Tests.Persons;

/// <summary>Somebody asks what is recorded about a person: the office finds it by name, hands it over, and erases it.</summary>
public sealed class PersonPageTests(ErasureServer server) : IClassFixture<ErasureServer>
{
    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];
    private readonly Browser _browser = new("http://localhost");

    private string People => $"/organisations/{_organisation}/persons";

    [Fact]
    public async Task A_person_is_found_by_a_part_of_the_name_or_its_reading_and_erased()
    {
        var known = new Erased(server, _organisation);
        await known.RecordAsync();
        Assert.Contains("名前かふりがなの一部", await _browser.PageAsync(server.Host, People), StringComparison.Ordinal);
        foreach (var part in new[] { known.Name[1..3], known.Reading[..6], known.Name.Insert(2, "　"), $" {known.Name} " })
            Assert.Contains($"{People}/{known.Person}", await FoundAsync(part), StringComparison.Ordinal);
        Assert.Contains($"{People}/{known.Second}", await FoundAsync(known.Spelling), StringComparison.Ordinal);
        foreach (var nobody in new[] { "存在しない", "%", "_", "鈴木三郎 鈴木", $"{known.Name}'" })
            Assert.Contains("この名前の人は見つかりません", await FoundAsync(nobody), StringComparison.Ordinal);
        using (var nothing = await _browser.SubmitAsync(server.Host, People, People, ("name", "")))
            Assert.Equal(HttpStatusCode.BadRequest, nothing.StatusCode);

        var page = Rendered.Text(await _browser.PageAsync(server.Host, $"{People}/{known.Second}?lang=en"));
        Assert.Contains(known.Name, page, StringComparison.Ordinal);
        Assert.Contains(known.Spelling, page, StringComparison.Ordinal);
        Assert.Matches("[0-9]+ entries.*[0-9]+ private texts", page.ReplaceLineEndings(" "));
        using (var unsure = await EraseAsync(known.Person, ("ground", "request-of-person")))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, unsure.StatusCode);
            Assert.Contains("元に戻せません", await unsure.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        using (var erased = await EraseAsync(known.Person, ("ground", "request-of-person"), ("sure", "on")))
            Assert.Equal(HttpStatusCode.OK, erased.StatusCode);
        Assert.Contains("この名前の人は見つかりません", await FoundAsync(known.Name), StringComparison.Ordinal);
        var after = Rendered.Text(await _browser.PageAsync(server.Host, $"{People}/{known.Person}"));
        Assert.Contains("消去されています", after, StringComparison.Ordinal);
        Assert.DoesNotContain(known.Name, after, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await _browser.StatusAsync(server.Host, $"{People}/p-00000000", "text/html"));
        Assert.Equal(HttpStatusCode.NotFound, await _browser.StatusAsync(server.Host, $"{People}/{Uri.EscapeDataString("山田")}", "text/html"));
        Assert.True(await server.ScalarAsync<long>(
            "select count(*) from vault.security_log where tenant_id = $1 and event = 'names-read' and about = ''", _organisation) >= 10);
    }

    private async Task<string> FoundAsync(string part)
    {
        using var answer = await _browser.SubmitAsync(server.Host, People, People, ("name", part));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private Task<HttpResponseMessage> EraseAsync(string person, params (string Name, string Value)[] fields) =>
        _browser.SubmitAsync(server.Host, $"{People}/{person}", $"{People}/{person}", [("command", $"{Guid.NewGuid()}"), .. fields]);
}
