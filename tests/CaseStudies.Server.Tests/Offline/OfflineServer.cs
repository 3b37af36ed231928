using System.Net;
using CaseStudies.Server.Tests.Faults;
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
