using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Server.Import;
using CaseStudies.Server.Jobs;
using CaseStudies.Server.Tests.Import;
using JasperFx;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CaseStudies.Server.Tests.Jobs;

/// <summary>Sweeps only when a test says so.</summary>
public sealed class UnsweptServer(PostgresFixture postgres) : ServerFixture(postgres)
{
    protected override void Configure(WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Configuration["Jobs:SweepSeconds"] = "100000";
        // Else whatever another process holds counts as free at once.
        builder.Configuration["Store:Alone"] = "false";
        builder.Services.AddSingleton<IJobWork, FaultyWork>();
    }
}

/// <summary>Has a fault at each of its first tries, as many as its input says.</summary>
internal sealed class FaultyWork : IJobWork
{
    public const string Key = "faulty";

    public string Kind => Key;

    public PublicText Name => new("不具合のある処理", "Work with a fault");

    public Task<JobResult> RunAsync(IJobRun run, CancellationToken cancellation) => run.Job.Attempts > run.Job.Input!.Value.GetInt32()
        ? Task.FromResult(JobResult.Json(new { Done = true })) : throw new InvalidOperationException("A fault.");
}

/// <summary>Jobs whose message or whose node was lost, and those that two runners have at once.</summary>
public sealed class LostJobTests(UnsweptServer server) : IClassFixture<UnsweptServer>
{
    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private JobStore Store => server.Host.Services.GetRequiredService<JobStore>();

    private JobSweeper Sweeper => server.Host.Services.GetRequiredService<JobSweeper>();

    private Job New() => server.Host.Services.GetRequiredService<JobQueue>().New(Guid.NewGuid(), new(_organisation), RebuildJob.Key, new("local-user"));

    private string Address(Job job) => $"/organisations/{_organisation}/jobs/{job.Id}";

    [Fact]
    public async Task A_job_whose_message_was_lost_is_found_by_the_sweeper()
    {
        await Api.OpenedAsync(server, _organisation, "one");
        var job = await StoredAsync(New() with { WokenAt = server.Clock.GetCurrentInstant() });
        await Sweeper.SweepAsync(Cancellation);
        Assert.Equal(JobState.Waiting, (await Store.FindAsync(job.Organisation, job.Id, Cancellation))!.State); // its message may be on its way yet

        server.Clock.AdvanceMinutes(2);
        await Sweeper.SweepAsync(Cancellation);

        var done = await new JobApi(server, _organisation).EndedAsync(Address(job));
        Assert.Equal(("done", true, "one"), ((string)done["state"]!, (bool)done["result"]!["equal"]!,
            (string)done["result"]!["initiatives"]![0]!["initiative"]!));
    }

    [Fact]
    public async Task A_job_of_a_node_that_is_gone_goes_on_from_its_checkpoint_once_its_lease_has_run_out()
    {
        await Api.OpenedAsync(server, _organisation, "one");
        await Api.OpenedAsync(server, _organisation, "two");
        var told = new RebuildJob.Line(new("one"), 3, 0, true, false, "as the dead node found it", [], 0);
        var job = await StoredAsync(New() with
        {
            State = JobState.Running, Runner = Guid.NewGuid(), Node = Guid.NewGuid(), BeatAt = server.Clock.GetCurrentInstant(), Attempts = 1, Fruitless = 1,
            Checkpoint = JsonSerializer.SerializeToElement(new[] { told }, DomainJson.Options),
        });
        await Sweeper.SweepAsync(Cancellation);
        Assert.Equal(job.Runner, (await Store.FindAsync(job.Organisation, job.Id, Cancellation))!.Runner);

        server.Clock.AdvanceMinutes(1);
        await Sweeper.SweepAsync(Cancellation);

        var done = await new JobApi(server, _organisation).EndedAsync(Address(job));
        Assert.Equal(("done", 2, told.Checksum), ((string)done["state"]!, (int)done["attempts"]!, (string)done["result"]!["initiatives"]![0]!["checksum"]!));
        Assert.Equal("two", (string)done["result"]!["initiatives"]![1]!["initiative"]!);
    }

    [Theory]
    [InlineData("""[{"initiative":"one","events":3,"unreadable":0,"equal":true,"before":"a","after":"a"}]""")] // as it was before differences were told
    [InlineData("""{"initiatives":["one"]}""")]
    [InlineData("\"one\"")]
    public async Task A_job_that_another_version_of_the_program_began_starts_over(string checkpoint)
    {
        await Api.OpenedAsync(server, _organisation, "one");
        await Api.OpenedAsync(server, _organisation, "two");
        var job = await StoredAsync(New() with { Attempts = 1, Done = 1, Total = 2, Checkpoint = JsonSerializer.Deserialize<JsonElement>(checkpoint) });

        await Sweeper.SweepAsync(Cancellation);

        var done = await new JobApi(server, _organisation).EndedAsync(Address(job));
        Assert.Equal(("done", true), ((string)done["state"]!, (bool)done["result"]!["equal"]!));
        Assert.Equal(["one", "two"], done["result"]!["initiatives"]!.AsArray().Select(i => (string)i!["initiative"]!));
    }

    [Fact]
    public async Task Of_two_runners_the_one_that_lost_its_lease_saves_nothing_more()
    {
        var job = await StoredAsync(New());
        await using var frozen = (await ClaimAsync(job))!;
        Assert.Null(await ClaimAsync(job));
        server.Clock.AdvanceMinutes(1);
        await using var second = (await ClaimAsync(job))!;

        Assert.ThrowsAny<OperationCanceledException>(() => frozen.Report("recording", 1, 2));
        await Assert.ThrowsAsync<ConcurrencyException>(() => frozen.EndAsync(JobState.Done, null, null, Cancellation));
        Assert.True(frozen.IsLost);
        await second.EndAsync(JobState.Done, JobResult.Json(new { By = "second" }), null, Cancellation);

        Assert.Equal("second", (string)(await new JobApi(server, _organisation).GetAsync(Address(job)))["result"]!["by"]!);
    }

    [Fact]
    public async Task Work_that_again_and_again_gets_nowhere_is_given_up()
    {
        var job = await StoredAsync(New() with { Attempts = 10, Fruitless = 10 });
        await Sweeper.SweepAsync(Cancellation);
        var failed = await new JobApi(server, _organisation).EndedAsync(Address(job));
        Assert.Equal(("failed", "job-gave-up"), ((string)failed["state"]!, (string)failed["problem"]!["code"]!));
    }

    [Theory]
    [InlineData(1, "done", 2), InlineData(9, "failed", 2)]
    public async Task A_fault_is_tried_once_more_and_then_told(int faults, string state, int attempts)
    {
        var job = await StoredAsync(New() with { Kind = FaultyWork.Key, Input = JsonSerializer.SerializeToElement(faults) });
        await Sweeper.SweepAsync(Cancellation);

        var ended = await new JobApi(server, _organisation).EndedAsync(Address(job));

        Assert.Equal((state, attempts), ((string)ended["state"]!, (int)ended["attempts"]!));
        Assert.Equal(state == "failed" ? "internal" : null, (string?)ended["problem"]?["code"]);
    }

    [Fact]
    public async Task What_ended_long_ago_is_forgotten_with_its_files()
    {
        var api = await ImportApi.OpenedAsync(server, _organisation, "hachifuku");
        var jobs = new JobApi(server, _organisation);
        var (_, location, _) = await jobs.ImportAsync(api, JobApi.File(3), Guid.NewGuid());
        await jobs.EndedAsync(location!);
        var failed = await StoredAsync(New() with { State = JobState.Failed, EndedAt = server.Clock.GetCurrentInstant() }, "{}", [1, 2, 3]);
        Assert.True(await FilesAsync() >= 2);

        server.Clock.AdvanceMinutes(3 * 24 * 60);
        await Store.ForgetAsync(Cancellation);

        Assert.Empty((await jobs.GetAsync($"/organisations/{_organisation}/jobs")).AsArray());
        Assert.Equal(0L, await FilesAsync());
        Assert.Null(await Store.FindAsync(failed.Organisation, failed.Id, Cancellation));
    }

    private Task<long> FilesAsync() => server.ScalarAsync<long>("select count(distinct (job_id, role)) from vault.job_files where tenant_id = $1",
        _organisation);

    private Task<JobRun?> ClaimAsync(Job job)
    {
        var services = server.Host.Services;
        return JobRun.ClaimAsync(Store, services.GetRequiredService<JobFiles>(), server.Clock, services.GetRequiredService<JobOptions>(), job.Organisation,
            job.Id, Cancellation);
    }

    /// <summary>Without any message.</summary>
    private async Task<Job> StoredAsync(Job job, string? head = null, byte[]? file = null)
    {
        await using var session = server.Store.LightweightSession(_organisation);
        await session.BeginTransactionAsync(Cancellation);
        if (file is not null)
            await JobFiles.WriteAsync(session.Connection!, job.Organisation, job.Id, JobFileRole.Input, head!, new MemoryStream(file), Cancellation);
        session.Insert(job);
        await session.SaveChangesAsync(Cancellation);
        return job;
    }
}
