using System.Net;
using CaseStudies.Server.Access;
using CaseStudies.Server.Tests.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Import;

/// <summary>Large dry runs are made one at a time: each holds its plan in memory.</summary>
public sealed class DryRunTurnTests(DryRunTurnTests.SmallLimit server) : IClassFixture<DryRunTurnTests.SmallLimit>
{
    public sealed class SmallLimit(PostgresFixture postgres) : ServerFixture(postgres)
    {
        protected override void Configure(WebApplicationBuilder builder)
        {
            ArgumentNullException.ThrowIfNull(builder);
            builder.Configuration["Jobs:ImportRows"] = "5";
        }
    }

    private Turns Turns => server.Host.Services.GetRequiredService<HeavyWork>().DryRuns;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_large_one_waits_for_another_organisations_and_a_small_one_does_not()
    {
        var api = await ImportApi.OpenedAsync(server, "dry-run-turns", "one");
        var held = await Turns.BeginAsync(new("another"), Cancellation);
        var large = api.DryRunAsync(JobApi.File(20), JobApi.Mapping);
        await WaitingAsync(1);
        Assert.Equal(HttpStatusCode.OK, (await api.DryRunAsync(JobApi.File(3), JobApi.Mapping)).Status);
        Assert.False(large.IsCompleted);

        held.Dispose();

        Assert.Equal(HttpStatusCode.OK, (await large).Status);
        (await Turns.BeginAsync(new("another"), Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation)).Dispose();
    }

    [Fact]
    public async Task A_sender_who_goes_away_while_he_waits_is_forgotten()
    {
        var api = await ImportApi.OpenedAsync(server, "dry-run-leaves", "one");
        using var held = await Turns.BeginAsync(new("another"), Cancellation);
        using var gone = new CancellationTokenSource();
        var large = api.SendAsync("/imports/dry-run", JobApi.File(20), JobApi.Mapping, "list.csv", gone.Token);
        await WaitingAsync(1);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        await WaitingAsync(0);
    }

    private Task<int> WaitingAsync(int number) => Until.HoldsAsync(() => Task.FromResult(Turns.Waiting), waiting => waiting == number);
}
