using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Accounts;
using CaseStudies.Server.Tests.Faults;
using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.Offline;

/// <summary>
/// What was recorded on a phone is on the server once, whatever is cut. <c>CASESTUDIES_CUTS=200</c> is the full size; <c>CASESTUDIES_SEED</c> repeats a run.
/// </summary>
public sealed class QueueTests(OfflineServer server) : IClassFixture<OfflineServer>
{
    private static readonly int s_cuts = RunSettings.Number("CASESTUDIES_CUTS", 12);

    [Fact]
    public async Task Whatever_is_cut_nothing_is_lost_and_nothing_doubled()
    {
        Assert.SkipWhen(Chromium.Program is null, "Chromium is not installed.");
        var page = await server.OrganisationAsync();
        var random = new Random(RunSettings.Seed);
        await using var signal = new Signal(server.Client.BaseAddress!.Port);
        var profile = Directory.CreateTempSubdirectory("phone-").FullName;
        var (recorded, phone) = (0, await Chromium.StartAsync(Chromium.Program, profile));
        try
        {
            await phone.OpenOfflineAsync(signal.Address + page);
            await phone.WaitAsync(Phone.Ready);
            for (var round = 0; round < s_cuts; round++)
            {
                signal.Cut = (Cut)random.Next(5);
                for (var more = random.Next(1, 3); more > 0; more--)
                    await phone.RecordAsync(++recorded);
                await phone.WaitAsync($"document.querySelectorAll('#items li').length === {recorded}");
                // The battery, a page that is loaded again, or nothing.
                switch (random.Next(3))
                {
                    case 0:
                        await phone.DisposeAsync();
                        phone = await Chromium.StartAsync(Chromium.Program, profile);
                        await phone.OpenOfflineAsync(signal.Address + page);
                        break;
                    case 1:
                        await phone.OpenOfflineAsync(signal.Address + page);
                        break;
                }

                if (random.Next(2) == 0)
                    signal.Cut = Cut.None;
                await phone.WaitAsync($"document.querySelectorAll('#items li').length === {recorded}");
            }

            signal.Cut = Cut.None;
            await phone.SendAsync();
            await phone.WaitAsync("document.getElementById('count').textContent === '0'");
        }
        finally
        {
            await phone.DisposeAsync();
            Directory.Delete(profile, recursive: true);
        }

        Assert.Equal(recorded, (await server.CountsAsync(page)).Count);
        Assert.Equal(Enumerable.Range(1, recorded).Select(n => (long)n), await server.CountsAsync(page));
    }

    [Fact]
    public async Task Two_tabs_send_one_after_the_other()
    {
        await using var away = await server.PhoneAsync();
        var (page, signal, phone) = away;
        signal.Cut = Cut.Off;
        for (var youth = 1; youth <= 10; youth++)
            await phone.RecordAsync(youth);
        await phone.HoldsAsync(10, waiting: 10);
        var first = phone.Tab;
        await phone.NewTabAsync();
        await away.OpenAsync();
        await phone.HoldsAsync(10, waiting: 10);

        signal.Cut = Cut.None;
        await phone.SendAsync();
        (var second, phone.Tab) = (phone.Tab, first);
        await phone.SendAsync();

        await phone.HoldsAsync(10, waiting: 0);
        phone.Tab = second;
        await phone.HoldsAsync(10, waiting: 0);
        Assert.Equal(1, signal.Batches);
        Assert.Equal(Enumerable.Range(1, 10).Select(n => (long)n), await server.CountsAsync(page));
    }

    [Fact]
    public async Task A_full_device_is_told_before_and_keeps_the_form_as_it_was_written()
    {
        await using var away = await server.PhoneAsync(opened: false);
        var (page, signal, phone) = away;
        await phone.CallAsync("Storage.overrideQuotaForOrigin", new() { ["origin"] = signal.Address, ["quotaSize"] = 2 * 1024 * 1024 });
        await away.OpenAsync();
        await phone.WaitAsync(Phone.Ready);
        Assert.True((bool?)await phone.ReadAsync("document.getElementById('space').hidden"));

        // No space for more, but what was put aside.
        await FillAsync();
        await phone.RecordAsync(8);
        await phone.WaitAsync("!document.getElementById('space').hidden");
        await phone.HoldsAsync(1, waiting: 0);
        Assert.Equal([8], await server.CountsAsync(page));
        await Picture.KeepAsync(phone, "offline-full");

        // None at all.
        await FillAsync();
        await away.OpenAsync();
        await phone.WaitAsync("!document.getElementById('space').hidden");
        await phone.RecordAsync(9);
        await phone.WaitAsync($"!{Phone.Form}.querySelector('[data-mistake]').hidden");
        Assert.Equal("9", (string?)await phone.ReadAsync($"{Phone.Form}.querySelector('[data-group-key=youth]').value"));
        Assert.True((bool?)await phone.ReadAsync("document.getElementById('kept').hidden"));
        Assert.Equal([8], await server.CountsAsync(page));

        async Task FillAsync() => await phone.ReadAsync(
            """
            new Promise(resolve => { const opening = indexedDB.open('filler', 1);
                opening.onupgradeneeded = () => opening.result.createObjectStore('all', { autoIncrement: true });
                opening.onsuccess = async () => { for (const size of [65536, 4096, 256]) { for (let fits = true; fits;) fits = await new Promise(tell => {
                    const writing = opening.result.transaction('all', 'readwrite');
                    writing.objectStore('all').add(crypto.getRandomValues(new Uint8Array(size)));
                    writing.oncomplete = () => tell(true); writing.onabort = () => tell(false); }); } resolve(); }; })
            """);
    }

    /// <summary>The store as the first release wrote it stays readable: a phone can come back after years of updates.</summary>
    [Fact]
    public async Task What_an_earlier_release_kept_is_sent_and_its_page_gives_way_to_the_present_one()
    {
        await using var away = await server.PhoneAsync(opened: false);
        var (page, signal, phone) = away;
        await phone.OpenAsync(signal.Address + "/sign-in");
        var (command, session, by) = (Guid.NewGuid(), Guid.NewGuid(), (string)JsonNode.Parse((await server.GetAsync(page + "/reader")).Body)!["by"]!);
        await phone.StoreAsync($$"""
            items.add({ organisation: '{{page.Split('/')[2]}}', by: '{{by}}', command: '{{command}}', initiative: 'garden', at: '2026-03-31T09:00:00.000Z',
                state: 'waiting', told: [], words: 'カフェ · 2026-03-30 · 若者 9', body: { initiative: 'garden', record: { command: '{{command}}',
                    capturedAt: '2026-03-31T09:00:00.000Z', facts: [
                        { kind: 'session_held', session: '{{session}}', strand: 'cafe', on: '2026-03-30' },
                        { kind: 'participants_counted', session: '{{session}}', scheme: 'audience', group: 'youth', count: 9, unit: 'people' }] } } })
                .onsuccess = resolve;
            """);

        await away.OpenAsync();

        await phone.HoldsAsync(1, waiting: 0);
        Assert.Equal([9], await server.CountsAsync(page));
        await phone.WaitAsync(Phone.Ready);
        await phone.ReadAsync("caches.keys().then(async names => (await caches.open(names[0])).put(location.pathname, "
            + "new Response('<script src=\"/old.js?v=0123456789abcdef\"></script>', { headers: { 'Content-Type': 'text/html' } })))");
        await away.OpenAsync();
        await phone.WaitAsync("caches.match(location.pathname).then(page => page.text()).then(text => text.includes('offline.js'))");
        signal.Cut = Cut.Off;
        await away.OpenAsync();
        await phone.HoldsAsync(1, waiting: 0);
    }
}
