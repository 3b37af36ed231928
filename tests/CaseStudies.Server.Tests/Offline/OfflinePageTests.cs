using CaseStudies.Server.Tests.Accounts;
using CaseStudies.Server.Tests.Faults;

namespace CaseStudies.Server.Tests.Offline;

public sealed class OfflinePageTests(OfflineServer server) : IClassFixture<OfflineServer>
{
    [Fact]
    public async Task What_is_recorded_without_a_network_is_kept_and_sent_once_it_is_there()
    {
        await using var away = await server.PhoneAsync(width: 360);
        var (page, signal, phone) = away;
        await Picture.KeepAsync(phone, "offline-open");

        signal.Cut = Cut.Off;
        await away.OpenAsync();
        await phone.ReadAsync("document.querySelector('form[data-strand=cafe]').closest('details').open = true");
        await Picture.KeepAsync(phone, "offline-form");
        await phone.RecordAsync(7);

        await phone.WaitAsync("!document.getElementById('sending').hidden");
        await phone.HoldsAsync(1, waiting: 1);
        Assert.EndsWith(
            " · 2026-03-30 · 参加 7", (string?)await phone.ReadAsync("document.querySelector('[data-part=words]').textContent"), StringComparison.Ordinal);
        Assert.Equal(360, (int)(await phone.ReadAsync("Math.max(document.documentElement.scrollWidth, window.innerWidth)"))!);
        await Picture.KeepAsync(phone, "offline-kept");
        Assert.Empty(await server.CountsAsync(page));

        signal.Cut = Cut.None;
        await phone.SendAsync();
        await phone.HoldsAsync(1, waiting: 0);
        await Picture.KeepAsync(phone, "offline-sent");
        Assert.Single(await server.CountsAsync(page));
        // The way to what was recorded, where it can be undone.
        var act = (string)(await phone.ReadAsync("document.querySelector('[data-part=act]').getAttribute('href')"))!;
        Assert.Equal(200, (await server.GetAsync(act)).Status);
    }

    [Fact]
    public async Task What_is_refused_stays_with_its_reason_until_somebody_mends_or_removes_it()
    {
        await using var away = await server.PhoneAsync();
        var (page, _, phone) = away;
        await phone.RecordAsync(3, "1999-01-01");
        await phone.RecordAsync(4);

        await phone.HoldsAsync(2, waiting: 0);
        Assert.Single(await server.CountsAsync(page));
        Assert.NotEqual("", (string?)await phone.ReadAsync("document.querySelector('#items li [data-part=told]').textContent"));
        await Picture.KeepAsync(phone, "offline-refused");

        await phone.ReadAsync("document.querySelector('#items [data-part=mend]').click()");
        Assert.Equal("1999-01-01 3", (string?)await phone.ReadAsync(
            $"{Phone.Form}.elements.on.value + ' ' + {Phone.Form}.querySelector('[data-group-key]').value"));
        await phone.ReadAsync($"{Phone.Form}.elements.on.value = '2026-03-29'; {Phone.Form}.requestSubmit()");
        await phone.WaitAsync("document.querySelectorAll('#items li').length === 2 && document.getElementById('count').textContent === '0' "
            + "&& document.querySelector('#items [data-part=mend]:not([hidden])') === null");
        Assert.Equal(2, (await server.CountsAsync(page)).Count);

        await phone.RecordAsync(5, "1999-01-01");
        await phone.WaitAsync("document.querySelector('#items li:last-child [data-part=mend]:not([hidden])') !== null");
        await phone.ReadAsync("document.getElementById('clear').click()");
        await phone.WaitAsync("document.querySelectorAll('#items li').length === 1");
        await phone.ReadAsync("document.querySelector('#items [data-part=remove]').click()");
        Assert.Equal(1, (int)(await phone.ReadAsync("document.querySelectorAll('#items li').length"))!);
        await phone.ReadAsync("document.querySelector('#items [data-part=remove]').click()");
        await phone.WaitAsync("document.getElementById('queue').hidden");
        Assert.Equal(2, (await server.CountsAsync(page)).Count);
    }

    [Fact]
    public async Task What_is_recorded_after_mending_was_given_up_takes_nothing_s_place()
    {
        await using var away = await server.PhoneAsync();
        var (page, _, phone) = away;
        await phone.RecordAsync(3, "1999-01-01");
        await phone.WaitAsync("document.querySelector('#items [data-part=mend]:not([hidden])') !== null");
        await phone.ReadAsync("document.querySelector('#items [data-part=mend]').click()");
        await phone.WaitAsync($"{Phone.Form}.closest('details').open && {Phone.Form}.dataset.mends !== undefined");
        await phone.ReadAsync($"{Phone.Form}.closest('details').open = false");
        await phone.WaitAsync($"{Phone.Form}.dataset.mends === undefined");

        await phone.RecordAsync(4);

        await phone.HoldsAsync(2, waiting: 0);
        Assert.Equal([4], await server.CountsAsync(page));
        Assert.Equal(1, (int)(await phone.ReadAsync("document.querySelectorAll('#items [data-part=mend]:not([hidden])').length"))!);
    }

    [Fact]
    public async Task What_somebody_else_recorded_on_the_device_is_not_sent_in_another_name()
    {
        await using var away = await server.PhoneAsync();
        var (page, signal, phone) = away;
        signal.Cut = Cut.Off;
        await phone.RecordAsync(2);
        await phone.WaitAsync("!document.getElementById('sending').hidden"); // nothing is on its way any more
        await phone.HoldsAsync(1, waiting: 1);
        await phone.StoreAsync("items.getAll().onsuccess = e => { items.put({ ...e.target.result[0], by: 'm-other' }).onsuccess = resolve; };");

        signal.Cut = Cut.None;
        await away.OpenAsync();
        await phone.SendAsync();
        await phone.RecordAsync(6);
        await phone.HoldsAsync(2, waiting: 1);

        Assert.Equal([6], await server.CountsAsync(page));
        Assert.Equal(1, (int)(await phone.ReadAsync("document.querySelectorAll('#items [data-part=remove]:not([hidden])').length"))!);
        Assert.StartsWith("ほかの人の記録です", await StateAsync(), StringComparison.Ordinal);
        // Once that person has sent it, it is said to be recorded.
        await phone.StoreAsync("items.getAll().onsuccess = e => { items.put({ ...e.target.result[0], state: 'recorded' }).onsuccess = resolve; };");
        await away.OpenAsync();
        await phone.HoldsAsync(2, waiting: 0);
        Assert.Equal("記録しました", await StateAsync());

        async Task<string?> StateAsync() => (string?)await phone.ReadAsync("document.querySelector('#items [data-part=state]').textContent");
    }
}
