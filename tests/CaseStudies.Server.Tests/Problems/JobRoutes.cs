using System.Text.Json.Nodes;
using CaseStudies.Server.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace CaseStudies.Server.Tests.Problems;

/// <summary>What the routes of jobs and of the pushed feed accept.</summary>
internal static class JobRoutes
{
    /// <summary>A name that nobody can have, so that nothing is ever sent.</summary>
    public const string PushAddress = "https://receiver.invalid/feed";

    public static Neighbour Confirmed(string address, string verb) =>
        new("POST", $"{address}/{verb}", new() { ["job"] = address[(address.LastIndexOf('/') + 1)..] });

    public static async Task<string> DoneAsync(HostileServer server)
    {
        var id = Guid.NewGuid();
        var asked = await server.PostAsync("/organisations/alpha/jobs", $$"""{"job":"{{id}}","kind":"rebuild"}""");
        Assert.True(asked.Status == 202, asked.Body);
        return await EndedAsync(server, $"/organisations/alpha/jobs/{id}");
    }

    /// <summary>The address of a job that has made a file.</summary>
    public static async Task<string> ExportedAsync(HostileServer server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, HostileServer.Alpha + "/figures.csv");
        request.Headers.Add("Prefer", "respond-async");
        var asked = await server.SendAsync(request);
        Assert.True(asked.Status == 202, asked.Body);
        return await EndedAsync(server, asked.Headers["Location"]);
    }

    /// <summary>The address of a job that is to end; asking for it again changes nothing.</summary>
    public static Task<string> CancelledAsync(HostileServer server) => PutAsync(server, j => j with { State = JobState.Cancelled, EndedAt = j.AskedAt });

    public static Task<string> FailedAsync(HostileServer server) =>
        PutAsync(server, j => j with { State = JobState.Failed, EndedAt = j.AskedAt, Problem = "internal" });

    public static async Task<Neighbour> PushedAsync(HostileServer server, string method, string path)
    {
        var set = await server.SendAsync(new(HttpMethod.Put, "/organisations/alpha/feed/push"), HostileServer.Utf8($$"""{"address":"{{PushAddress}}"}"""));
        Assert.True(set.Status == 200, set.Body);
        return new(method, "/organisations/alpha/feed/push" + path, method == "GET" ? null : new JsonObject { ["address"] = PushAddress });
    }

    private static async Task<string> PutAsync(HostileServer server, Func<Job, Job> change)
    {
        var job = server.Services.GetRequiredService<JobQueue>().New(Guid.NewGuid(), new("alpha"), RebuildJob.Key, new("local-user"));
        await server.Services.GetRequiredService<JobStore>().InsertAsync(change(job), null, null, TestContext.Current.CancellationToken);
        return $"/organisations/alpha/jobs/{job.Id}";
    }

    private static async Task<string> EndedAsync(HostileServer server, string address)
    {
        var ended = await Until.HoldsAsync(
            () => server.GetAsync(address), job => job.Status != 200 || JsonNode.Parse(job.Body)!["endedAt"] is not null);
        Assert.True(ended.Status == 200, ended.Body);
        return address;
    }
}
