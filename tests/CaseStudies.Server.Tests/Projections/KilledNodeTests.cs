using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using CaseStudies.Server.Tests.Capture;

namespace CaseStudies.Server.Tests.Projections;

public sealed class KilledNodeTests(PostgresFixture postgres)
{
    [Fact]
    public async Task After_a_kill_the_next_node_takes_the_portfolio_over()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var connectionString = await postgres.NewDatabaseAsync();
        await using (var first = await ServerProcess.StartAsync(connectionString, cancellation))
        {
            await RecordAsync(first, Sentences.Opening);
            await UntilCurrentAsync(first, "first start");
            await first.KillAsync();
        }

        await using (var second = await ServerProcess.StartAsync(connectionString, cancellation))
        {
            await RecordAsync(second, Sentences.Milestone("after"));
            await UntilCurrentAsync(second, "after the kill");
            await second.KillAsync();
        }

        var watch = Stopwatch.StartNew();
        var rebuild = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "CaseStudies.Server.dll"), "rebuild", "--write"])
        {
            RedirectStandardOutput = true,
            Environment = { ["ConnectionStrings__CaseStudies"] = connectionString, ["Store__AllowSuperuser"] = "true" },
        })!;
        var said = await rebuild.StandardOutput.ReadToEndAsync(cancellation);
        await rebuild.WaitForExitAsync(cancellation);
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.ElapsedMilliseconds} ms\n{said}");
        Assert.Contains("portfolio: rebuilt", said);
        Assert.Equal(0, rebuild.ExitCode);
    }

    private static async Task RecordAsync(ServerProcess server, string fact)
    {
        using var http = LocalUserKey.Client();
        using var content = new StringContent(Api.Record(Guid.NewGuid(), fact), Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(
            new Uri(server.Address, "organisations/ysc/initiatives/garden/entries"), content, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private static async Task UntilCurrentAsync(ServerProcess server, string when)
    {
        using var http = LocalUserKey.Client();
        var watch = Stopwatch.StartNew();
        var portfolio = new Uri(server.Address, "organisations/ysc/initiatives");
        await Until.HoldsAsync(
            () => http.GetFromJsonAsync<JsonNode>(portfolio, TestContext.Current.CancellationToken),
            items => items![0]!["behindSince"] is null, seen: items => $"{when}: {items!.ToJsonString()}");
        TestContext.Current.TestOutputHelper?.WriteLine($"{when}: current after {watch.ElapsedMilliseconds} ms");
    }
}
