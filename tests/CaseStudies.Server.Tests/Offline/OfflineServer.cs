using System.Net;
using CaseStudies.Server.Tests.Accounts;
using CaseStudies.Server.Tests.Problems;

namespace CaseStudies.Server.Tests.Offline;

/// <summary>A server with organisations whose phones lose the network.</summary>
public sealed class OfflineServer(PostgresFixture postgres) : ListeningServer(postgres)
{
    /// <summary>Opens the initiative of <see cref="Phone.Cafe"/> in an organisation of its own.</summary>
    /// <returns>The path of its page.</returns>
    public async Task<string> OrganisationAsync()
    {
        var organisation = $"/organisations/o{Guid.NewGuid():N}";
        var recorded = await PostAsync($"{organisation}/initiatives/garden/entries", HostileServer.Record(Phone.Cafe()).ToJsonString());
        Assert.Equal((int)HttpStatusCode.Created, recorded.Status);
        return $"{organisation}/offline";
    }

    /// <summary>A phone on the page of an organisation of its own, by a network that can be cut.</summary>
    /// <param name="width">Of a phone; without it that of a desk.</param>
    /// <param name="opened">Whether the page is open already.</param>
    internal async Task<PhoneAway> PhoneAsync(int? width = null, bool opened = true)
    {
        Assert.SkipWhen(Chromium.Program is null, "Chromium is not installed.");
        var away = new PhoneAway(await OrganisationAsync(), new(Client.BaseAddress!.Port), await Chromium.StartAsync(Chromium.Program));
        if (width is { } pixels)
        {
            await away.Phone.CallAsync(
                "Emulation.setDeviceMetricsOverride", new() { ["width"] = pixels, ["height"] = 740, ["deviceScaleFactor"] = 2, ["mobile"] = true });
        }

        if (opened)
        {
            await away.OpenAsync();
            await away.Phone.WaitAsync(Offline.Phone.Ready);
        }

        return away;
    }

    /// <summary>The young people counted since, session by session.</summary>
    public async Task<List<long>> CountsAsync(string page)
    {
        await using var counts = Source.CreateCommand(
            """
            select (fact ->> 'count')::bigint from casestudies.entries where tenant_id = $1 and kind = 'participants_counted' and opens is not null
            and fact ->> 'group' = 'youth' and (fact ->> 'count')::int <> 3000 order by 1
            """);
        counts.Parameters.AddWithValue(page.Split('/')[2]);
        await using var reader = await counts.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var found = new List<long>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            found.Add(reader.GetInt64(0));
        return found;
    }
}

/// <param name="Page">The path of the page.</param>
internal sealed record PhoneAway(string Page, Signal Signal, Chromium Phone) : IAsyncDisposable
{
    public Task OpenAsync() => Phone.OpenOfflineAsync(Signal.Address + Page);

    public async ValueTask DisposeAsync()
    {
        await Phone.DisposeAsync();
        await Signal.DisposeAsync();
    }
}
