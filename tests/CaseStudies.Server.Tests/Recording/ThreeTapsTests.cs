using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Access;
using CaseStudies.Server.Tests.Accounts;
using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.Recording;

/// <summary>A phone at the door: real taps on what can be seen, each on something as large as a thumb, and counted.</summary>
public sealed class ThreeTapsTests(ListeningServer server) : IClassFixture<ListeningServer>
{
    private const int Thumb = 44;
    private const string Initiative = "/organisations/tapped/initiatives/garden";
    private int _taps;

    [Fact]
    public async Task A_headcount_is_recorded_in_three_taps_and_undone_in_one()
    {
        Assert.SkipWhen(Chromium.Program is null, "Chromium is not installed.");
        await PlannedTodayAsync();
        await using var browser = await Chromium.StartAsync(Chromium.Program);
        await browser.CallAsync("Emulation.setDeviceMetricsOverride",
            new() { ["width"] = 360, ["height"] = 740, ["deviceScaleFactor"] = 2, ["mobile"] = true });
        await OpenAsync(browser, "/record?lang=ja", "record");

        await TapAsync(browser, "section .choices a");
        await browser.AtAsync($"{Initiative}/record/cafe");
        await NarrowAsync(browser, "record-session");
        await TapAsync(browser, ".stepper button:last-child");
        await TapAsync(browser, "main form.session > button");
        await browser.WaitAsync("location.pathname.includes('/acts/') && document.readyState === 'complete'");

        Assert.Equal(3, _taps);
        await NarrowAsync(browser, "recorded");
        Assert.Equal(1, await YouthAsync());
        await TapAsync(browser, "main form.act button");
        await browser.WaitAsync("document.querySelector('h1').textContent.includes('元に戻しました')");
        Assert.Equal(4, _taps);
        Assert.Equal(0, await YouthAsync());
    }

    [Fact]
    public async Task The_steppers_go_up_and_down_from_what_was_typed_and_not_below_nothing()
    {
        Assert.SkipWhen(Chromium.Program is null, "Chromium is not installed.");
        await PlannedTodayAsync();
        await using var browser = await Chromium.StartAsync(Chromium.Program);
        await OpenAsync(browser, "/record/cafe?lang=en", "record-session-en");

        foreach (var (typed, button, becomes) in new[]
        {
            ("0", "first", "0"), ("", "last", "1"), ("１２", "last", "13"), ("12", "first", "11"), ("abc", "last", "abc"),
        })
        {
            await browser.ReadAsync($"document.querySelector('.stepper input').value = '{typed}'");
            await TapAsync(browser, $".stepper button:{button}-child");
            Assert.Equal(becomes, (string?)await browser.ReadAsync("document.querySelector('.stepper input').value"));
        }

        // Said by a screen reader, each with the group that it counts.
        Assert.StartsWith(
            "One more: ", (string?)await browser.ReadAsync("document.querySelector('.stepper button:last-child').ariaLabel"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_text_in_both_languages_is_taken()
    {
        Assert.SkipWhen(Chromium.Program is null, "Chromium is not installed.");
        await PlannedTodayAsync();
        await using var browser = await Chromium.StartAsync(Chromium.Program);
        await browser.CallAsync("Emulation.setDeviceMetricsOverride",
            new() { ["width"] = 360, ["height"] = 740, ["deviceScaleFactor"] = 2, ["mobile"] = true });
        await OpenAsync(browser, "/facts?lang=ja", "facts");
        await OpenAsync(browser, "/facts/narrative_written?lang=ja", "fact");

        await browser.ReadAsync(
            """
            (f => { f.elements.section.value = 'history'; f.elements.text.value = '言'.repeat(4000); f.elements['text.en'].value = '葉'.repeat(4000);
                f.elements.from.value = '2025-04-01'; f.elements.to.value = '2026-03-31'; f.requestSubmit(); })(document.querySelector('main form'))
            """);

        await browser.WaitAsync("location.pathname.includes('/acts/') && document.readyState === 'complete'");
    }

    private static async Task NarrowAsync(Chromium browser, string picture)
    {
        Assert.Equal(360, (int)(await browser.ReadAsync("Math.max(document.documentElement.scrollWidth, window.innerWidth)"))!);
        await Picture.KeepAsync(browser, picture);
    }

    private async Task OpenAsync(Chromium browser, string path, string picture)
    {
        var address = new Uri(server.Client.BaseAddress!, Initiative + path);
        await browser.CallAsync("Page.navigate", new() { ["url"] = address.ToString() });
        await browser.AtAsync(address.AbsolutePath);
        await Picture.KeepAsync(browser, picture);
    }

    /// <summary>Taps the middle of what is found, which must lie open there.</summary>
    private async Task TapAsync(Chromium browser, string selector)
    {
        var place = (await browser.ReadAsync(
            $$"""
            (e => { e.scrollIntoView({ block: 'center' }); const r = e.getBoundingClientRect(), x = r.x + r.width / 2, y = r.y + r.height / 2;
                return { x, y, width: r.width, height: r.height, open: e.contains(document.elementFromPoint(x, y)) }; })(document.querySelector('{{selector}}'))
            """))!;
        Assert.True((bool)place["open"]! && (double)place["width"]! >= Thumb && (double)place["height"]! >= Thumb, $"{selector}: {place.ToJsonString()}");
        foreach (var type in new[] { "mousePressed", "mouseReleased" })
        {
            await browser.CallAsync("Input.dispatchMouseEvent", new()
            {
                ["type"] = type, ["x"] = (double)place["x"]!, ["y"] = (double)place["y"]!, ["button"] = "left", ["clickCount"] = 1,
            });
        }

        _taps++;
    }

    /// <summary>The café has counted young people before, and meets on the day that the server's clock says.</summary>
    private async Task PlannedTodayAsync()
    {
        using var there = await server.Client.GetAsync(new Uri(Initiative, UriKind.Relative), TestContext.Current.CancellationToken);
        if (there.StatusCode == HttpStatusCode.OK)
            return;
        var session = Guid.NewGuid();
        JsonNode[] facts =
        [
            .. Garden.Facts(),
            JsonNode.Parse($$"""{"kind":"session_held","session":"{{session}}","strand":"cafe","on":"2026-03-25"}""")!,
            JsonNode.Parse($$"""{"kind":"participants_counted","session":"{{session}}","scheme":"audience","group":"youth","count":3,"unit":"people"}""")!,
            JsonNode.Parse("""{"kind":"session_planned","strand":"cafe","on":"2026-04-01"}""")!,
        ];
        using var content = new StringContent(HostileServer.Record(facts).ToJsonString(), Encoding.UTF8, "application/json");
        using var recorded = await server.Client.PostAsync(new Uri($"{Initiative}/entries", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, recorded.StatusCode);
    }

    /// <summary>The young people counted on the day.</summary>
    private async Task<long> YouthAsync()
    {
        await using var sum = server.Source.CreateCommand(
            """
            select coalesce(sum((fact ->> 'count')::int), 0) from casestudies.entries e where tenant_id = 'tapped' and kind = 'participants_counted'
            and fact ->> 'group' = 'youth' and (fact ->> 'count')::int <> 3
            and not exists (select from casestudies.entries c where c.tenant_id = e.tenant_id and c.closes = e.opens)
            """);
        return (long)(await sum.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
