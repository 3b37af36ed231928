using System.Net;
using CaseStudies.Server.Tests.Import;

namespace CaseStudies.Server.Tests.Jobs;

/// <summary>Imports that are jobs: asked for, followed, cancelled, failed and retried over HTTP.</summary>
public sealed class ImportJobTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private const string Name = "山田太郎";
    private readonly string _organisation = $"npo-{Guid.NewGuid():n}"[..20];

    private JobApi Jobs => new(server, _organisation);

    private Task<ImportApi> OpenedAsync() => ImportApi.OpenedAsync(server, _organisation, "hachifuku");

    [Fact]
    public async Task A_large_import_is_accepted_at_once_and_ends_as_announced_with_every_row_once()
    {
        var (api, jobs, import) = (await OpenedAsync(), Jobs, Guid.NewGuid());
        var (status, location, accepted) = await jobs.ImportAsync(api, JobApi.File(300, Name), import);
        Assert.Equal((HttpStatusCode.Accepted, $"/organisations/{_organisation}/jobs/{accepted["job"]}", "import", "local-user"),
            (status, location, (string)accepted["kind"]!, (string)accepted["by"]!));

        var done = await jobs.EndedAsync(location!);

        Assert.Equal(("done", 300, 300, 1), ((string)done["state"]!, (int)done["done"]!, (int)done["total"]!, (int)done["attempts"]!));
        Assert.Equal(("completed", 300), ((string)done["result"]!["state"]!, (int)done["result"]!["entries"]!));
        const string Rows = "select count(distinct (sheet, sheet_row)) from casestudies.entries where tenant_id = $1 and import = $2 and sheet > 0";
        Assert.Equal(300L, await server.ScalarAsync<long>(Rows, _organisation, import));
        Assert.Equal("completed", (string)(await api.ProgressAsync(import))["state"]!);
        Assert.Equal((string)accepted["job"]!, (string)(await jobs.GetAsync($"/organisations/{_organisation}/jobs"))[0]!["job"]!);
        // The file is gone with the end; neither the job nor the queue ever held a word of it.
        Assert.Equal(0L, await server.ScalarAsync<long>("select count(*) from vault.job_files where tenant_id = $1 and role = 'input'", _organisation));
        Assert.Equal(0L, await server.ScalarAsync<long>("select count(*) from casestudies.mt_doc_job where data::text like $1", $"%{Name}%"));
        foreach (var queue in new[] { "incoming_envelopes", "outgoing_envelopes", "dead_letters" })
            Assert.Equal(0L,
                await server.ScalarAsync<long>($"select count(*) from casestudies.wolverine_{queue} where position(convert_to($1, 'UTF8') in body) > 0", Name));
    }

    [Fact]
    public async Task The_same_import_sent_twice_is_one_job()
    {
        var (api, jobs, import) = (await OpenedAsync(), Jobs, Guid.NewGuid());
        var file = JobApi.File(200);
        var announced = await api.DryRunAsync(file, JobApi.Mapping);
        var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => jobs.SendAsync(api, file, $"{announced.Body["file"]}", import)));

        Assert.All(sent, s => Assert.True(s.Status is HttpStatusCode.Accepted or HttpStatusCode.OK, s.Body.ToJsonString()));
        await jobs.EndedAsync(sent.First(s => s.Location is not null).Location!);
        Assert.Single((await jobs.GetAsync($"/organisations/{_organisation}/jobs")).AsArray());
        Assert.Equal(200, (int)(await api.ProgressAsync(import))["entries"]!);
    }

    [Fact]
    public async Task What_can_be_told_at_once_is_not_made_a_job()
    {
        var (api, jobs) = (await OpenedAsync(), Jobs);
        var file = JobApi.File(3);
        var announced = await api.DryRunAsync(file, JobApi.Mapping);

        var other = await jobs.SendAsync(api, file, new string('0', 64), Guid.NewGuid());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "import-hash-differs"), (other.Status, (string)other.Body["code"]!));
        var nowhere = await jobs.SendAsync(new(server, _organisation, "nowhere"), file, $"{announced.Body["file"]}", Guid.NewGuid());
        Assert.Equal(HttpStatusCode.NotFound, nowhere.Status);
        Assert.Empty((await jobs.GetAsync($"/organisations/{_organisation}/jobs")).AsArray());
    }

    [Fact]
    public async Task A_job_that_fails_says_why_and_goes_on_once_its_file_is_sent_again()
    {
        var (api, jobs, import, other) = (await OpenedAsync(), Jobs, Guid.NewGuid(), Guid.NewGuid());
        await Interrupted.CommitAsync(server, _organisation, "hachifuku", ImportApi.Csv(HeadcountTests.Sheet), HeadcountTests.Mapping, other, after: 2);
        var file = JobApi.File(20);
        var (_, location, _) = await jobs.ImportAsync(api, file, import);
        var failed = await jobs.EndedAsync(location!);
        Assert.Equal(("failed", "import-under-way", 409), ((string)failed["state"]!, (string)failed["problem"]!["code"]!, (int)failed["problem"]!["status"]!));
        Assert.Contains($"{other}", (string)failed["problem"]!["ja"]!, StringComparison.Ordinal);

        await api.AbandonAsync(other);
        // The file is gone with the failure, and what the job says of it stays.
        Assert.Equal((HttpStatusCode.Gone, "job-input-gone"), Told(await jobs.ActAsync(location!, "retry")));
        Assert.Equal("import-under-way", (string)(await jobs.GetAsync(location!))["problem"]!["code"]!);
        var (status, address, _) = await jobs.ImportAsync(api, file, import);
        Assert.Equal((HttpStatusCode.Accepted, location), (status, address));
        var done = await jobs.EndedAsync(location!);

        Assert.Equal(("done", 20, null), ((string)done["state"]!, (int)done["result"]!["entries"]!, done["problem"]));
        Assert.Equal((HttpStatusCode.Conflict, "job-not-failed"), Told(await jobs.ActAsync(location!, "retry")));
        Assert.Equal((HttpStatusCode.Conflict, "job-ended"), Told(await jobs.ActAsync(location!, "cancel")));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "job-not-confirmed"), Told(await jobs.ActAsync(location!, "cancel", $"{Guid.NewGuid()}")));
    }

    [Fact]
    public async Task A_cancelled_import_never_comes_into_force_and_does_not_stand_in_the_way()
    {
        var (api, jobs, import) = (await OpenedAsync(), Jobs, Guid.NewGuid());
        var (_, location, _) = await jobs.ImportAsync(api, JobApi.File(3_000), import);
        // Somebody holds the initiative in the middle of it, so that it cannot end before its runner sees that it is to.
        await using (var connection = await server.Source.OpenConnectionAsync(TestContext.Current.CancellationToken))
        await using (var holding = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            const string Rows = "select count(*) from casestudies.entries where import = $1 and sheet > 0";
            await Until.HoldsAsync(() => server.ScalarAsync<long>(Rows, import), rows => rows > 0);
            await using var hold = new Npgsql.NpgsqlCommand("select 1 from casestudies.mt_streams where tenant_id = $1 and id = 'hachifuku' for update",
                connection, holding) { Parameters = { new() { Value = _organisation } } };
            await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var (status, asked) = await jobs.ActAsync(location!, "cancel");
            Assert.Equal((HttpStatusCode.OK, true), (status, (bool)asked["cancelRequested"]!));
            var seen = (await jobs.FindAsync(location!))!.Version;
            await Until.HoldsAsync(() => jobs.FindAsync(location!), job => job!.Version != seen);
        }

        var ended = await jobs.EndedAsync(location!);

        Assert.Equal("cancelled", (string)ended["state"]!);
        Assert.Equal("abandoned", (string)(await api.ProgressAsync(import))["state"]!);
        Assert.Equal(0L, await server.ScalarAsync<long>("select count(*) from vault.job_files where tenant_id = $1", _organisation));
        Assert.Equal("done", (string)(await jobs.EndedAsync((await jobs.ImportAsync(api, JobApi.File(5, "別の"), Guid.NewGuid())).Location!))["state"]!);
    }

    private static (HttpStatusCode, string) Told((HttpStatusCode Status, System.Text.Json.Nodes.JsonNode Body) answer) =>
        (answer.Status, (string)answer.Body["code"]!);
}
