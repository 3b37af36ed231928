using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Access;
using CaseStudies.Server.Tests.Accounts;

namespace CaseStudies.Server.Tests.Offline;

/// <summary>A browser on the page that opens without a network, as a person uses it.</summary>
internal static class Phone
{
    public const string Form = "document.querySelector('form[data-strand=cafe]')";
    public const string Ready = "!document.getElementById('ready').hidden";

    /// <summary>An initiative whose café counts young people.</summary>
    public static JsonNode[] Cafe()
    {
        var session = Guid.NewGuid();
        return
        [
            .. Garden.Facts(),
            JsonNode.Parse($$"""{"kind":"session_held","session":"{{session}}","strand":"cafe","on":"2026-03-25"}""")!,
            JsonNode.Parse($$"""{"kind":"participants_counted","session":"{{session}}","scheme":"audience","group":"youth","count":3000,"unit":"people"}""")!,
        ];
    }

    /// <summary>Opens the page, with a network or from what was kept.</summary>
    public static async Task OpenOfflineAsync(this Chromium phone, string address)
    {
        await phone.CallAsync("Page.navigate", new() { ["url"] = address + "?lang=ja" });
        await phone.AtAsync(new Uri(address).AbsolutePath);
        await phone.WaitAsync("document.getElementById('offline')?.dataset.started === 'yes'");
    }

    /// <summary>Records a session of the café with as many young people as said.</summary>
    public static async Task RecordAsync(this Chromium phone, int youth, string on = "2026-03-30") => await phone.ReadAsync(
        $"{Form}.elements.on.value = '{on}'; {Form}.querySelector('[data-group-key=youth]').value = '{youth}'; {Form}.requestSubmit()");

    public static Task SendAsync(this Chromium phone) => phone.ReadAsync("document.getElementById('now').click()");

    /// <summary>Waits until the queue has as many items, and as many of them wait.</summary>
    public static Task HoldsAsync(this Chromium phone, int items, int waiting) => phone.WaitAsync(
        $"document.querySelectorAll('#items li').length === {items} && document.getElementById('count').textContent === '{waiting}'");

    /// <summary>What a script with the stored items as <c>items</c> resolves to. As the first release made them, where there are none yet.</summary>
    public static Task<JsonNode?> StoreAsync(this Chromium phone, string script) => phone.ReadAsync(
        $$"""
        new Promise(resolve => { const opening = indexedDB.open('casestudies-queue', 1);
            opening.onupgradeneeded = () => { opening.result.createObjectStore('items', { keyPath: 'number', autoIncrement: true });
                opening.result.createObjectStore('spare'); };
            opening.onsuccess = () => { const items = opening.result.transaction('items', 'readwrite').objectStore('items'); {{script}} }; })
        """);
}
