using System.Net;
using CaseStudies.Server.Projections;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>A save that fails may leave a stream of the store's own behind. Found by killing the database: the lists of initiatives then failed for
/// ever.</summary>
public sealed class TombstoneTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    [Fact]
    public async Task The_stores_own_stream_is_nobodys_initiative()
    {
        await Api.OpenedAsync(server, "ysc", "garden");
        await server.ExecuteAsync(
            "insert into casestudies.mt_streams (tenant_id, id, version, is_archived) values ('ysc', 'mt_tombstone', 0, false), ('posse', 'mt_tombstone', "
                + "0, false)");
        using var http = server.Host.Server.CreateClient();

        foreach (var path in new[] { "/organisations", "/organisations/ysc/initiatives", "/organisations/ysc/feed" })
        {
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(response.StatusCode == HttpStatusCode.OK, body);
            Assert.DoesNotContain("tombstone", body);
            Assert.DoesNotContain("posse", body);
        }

        var (organisation, initiative) = Assert.Single(await server.Host.Services.GetRequiredService<Rebuild>()
            .StreamsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("ysc", "garden"), (organisation.Value, initiative.Value));
    }
}
