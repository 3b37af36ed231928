using System.Net;
using CaseStudies.Server.Access;
using CaseStudies.Server.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Import;

/// <summary>An import of many rows that is answered at once stands in line with large batches: both record more than a person logs in a day.</summary>
public sealed class ImportTurnTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private Turns Turns => server.Host.Services.GetRequiredService<HeavyWork>().Batches;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_large_one_waits_for_another_organisations_and_a_small_one_does_not()
    {
        var api = await ImportApi.OpenedAsync(server, "import-turns", "one");
        var announced = await api.DryRunAsync(JobApi.File(201), JobApi.Mapping);
        var held = await Turns.BeginAsync(new("another"), Cancellation);
        var large = api.SendCommitAsync(JobApi.File(201), announced, Guid.NewGuid(), JobApi.Mapping);
        await Until.HoldsAsync(() => Task.FromResult(Turns.Waiting), waiting => waiting == 1);
        var small = await ImportApi.OpenedAsync(server, "import-turns", "two");
        Assert.Equal(HttpStatusCode.OK, (await small.CommitAsync(JobApi.File(100), JobApi.Mapping)).Status);
        Assert.False(large.IsCompleted);

        held.Dispose();

        Assert.Equal(HttpStatusCode.OK, (await large).Status);
        (await Turns.BeginAsync(new("another"), Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation)).Dispose();
    }
}
