using System.Net;
using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Accounts;
using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.Recording;

public sealed class AttendancePhoneTests(ListeningServer server) : IClassFixture<ListeningServer>
{
    private const string Initiative = "/organisations/ticked/initiatives/garden";

    [Fact]
    public async Task On_a_phone_a_long_list_is_narrowed_by_reading_and_a_card_ticks_without_sending()
    {
        Assert.SkipWhen(Chromium.Program is null, "Chromium is not installed.");
        var session = Guid.NewGuid();
        var people = Enumerable.Range(1, 60).Select(n => JsonNode.Parse(
            $$"""
            {"kind":"person_enrolled","person":"p-{{n:x8}}","role":"volunteer","on":"2025-04-02","basis":"consent","name":"{{(n == 7 ? "アオキ 花" : $"人物{n}")}}"}
            """)!);
        var recorded = await server.PostAsync($"{Initiative}/entries", HostileServer.Record([.. new FactExamples(path => path).Foundation(), .. people,
            JsonNode.Parse($$"""{"kind":"session_held","session":"{{session}}","strand":"cafe","on":"2025-05-10"}""")!]).ToJsonString());
        Assert.Equal((int)HttpStatusCode.Created, recorded.Status);
        await using var phone = await Chromium.StartAsync(Chromium.Program);
        await phone.CallAsync("Emulation.setDeviceMetricsOverride", new() { ["width"] = 360, ["height"] = 740, ["deviceScaleFactor"] = 2, ["mobile"] = true });
        var page = $"{Initiative}/sessions/{session}/attendance";
        await phone.CallAsync("Page.navigate", new() { ["url"] = $"http://127.0.0.1:{server.Client.BaseAddress!.Port}{page}?lang=ja" });
        await phone.AtAsync(page);
        await Picture.KeepAsync(phone, "attendance");
        Assert.Equal(360, (int)(await phone.ReadAsync("Math.max(document.documentElement.scrollWidth, window.innerWidth)"))!);

        await phone.ReadAsync("document.getElementById('find').value = 'あおき'; document.getElementById('find').dispatchEvent(new Event('input'))");
        Assert.Equal(["アオキ 花"], await SeenAsync(phone));
        await phone.ReadAsync("document.querySelector('[data-find]:not([hidden]) input').click()");
        await phone.ReadAsync("document.getElementById('find').value = '人物12'; document.getElementById('find').dispatchEvent(new Event('input'))");
        Assert.Equal(["アオキ 花", "人物12"], await SeenAsync(phone));

        await phone.ReadAsync("document.getElementById('codes').focus()");
        await phone.CallAsync("Input.insertText", new() { ["text"] = "P-00000003" });
        await phone.CallAsync("Input.dispatchKeyEvent", new() { ["type"] = "keyDown", ["key"] = "Enter", ["code"] = "Enter", ["text"] = "\r" });
        await phone.WaitAsync("document.getElementById('found').textContent.includes('人物3')");
        Assert.Equal("(2)", (string?)await phone.ReadAsync("document.getElementById('chosen').textContent"));
        Assert.Equal("", (string?)await phone.ReadAsync("document.getElementById('codes').value"));

        await phone.ReadAsync("document.querySelector('main form.session > button').click()");
        await phone.WaitAsync("location.pathname.includes('/acts/') && document.readyState === 'complete'");
        await phone.CallAsync("Page.navigate", new() { ["url"] = $"http://127.0.0.1:{server.Client.BaseAddress!.Port}{page}?lang=en" });
        await phone.WaitAsync("document.querySelectorAll('.people:not(.ticks) li').length === 2");
        await Picture.KeepAsync(phone, "attendance-en");
    }

    private static async Task<IEnumerable<string>> SeenAsync(Chromium phone) => ((string)(await phone.ReadAsync(
        "[...document.querySelectorAll('[data-find]:not([hidden]) label span:first-of-type')].map(s => s.textContent).join('|')"))!).Split('|');
}
