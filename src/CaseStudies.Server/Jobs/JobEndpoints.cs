using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Wording;
using CaseStudies.Sheets;

namespace CaseStudies.Server.Jobs;

/// <summary>Jobs over HTTP: where each one stands, and what may be done to it.</summary>
internal static class JobEndpoints
{
    /// <summary>How often one that waits is advised to look, in seconds.</summary>
    private const string LookAgain = "2";

    private static readonly JsonNode s_start = JsonNode.Parse("""{ "job": "3f1d2c4b-5a69-4788-9a0b-1c2d3e4f5a60", "kind": "rebuild" }""")!;
    private static readonly JsonNode s_confirmation = JsonNode.Parse("""{ "job": "3f1d2c4b-5a69-4788-9a0b-1c2d3e4f5a60" }""")!;

    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        var jobs = routes.MapGroup("/organisations/{org}/jobs").RequireAuthorization(Policies.Least(Role.Reader)).WithTags("Jobs");
        Refusing(jobs.MapGet("", ListAsync).WithName("getJobs")
            .WithSummary("処理の一覧(新しい順) / The organisation's jobs, the newest first").ProducesPageAnd<IReadOnlyList<JobView>>());
        Refusing(jobs.MapPost("", StartAsync).WithName("startJob")
            .WithSummary("記録とイベントの照合や一覧の作り直しを頼む / Ask for all entries to be held against their events, or for a refresh of the list of initiatives")
            .Produces<JobView>(StatusCodes.Status202Accepted).TakesJson<JobStart>(s_start).RequireAuthorization(Policies.Least(Role.Manager)),
            409, 413, 415, 422, 429);
        Refusing(jobs.MapGet("/{job:guid}", (HttpContext context, JobStore store, JobTeller teller, string org, Guid job) =>
                AnsweredAsync(context, teller, () => FindAsync(context, store, org, job)))
            .WithName("getJob").WithSummary("処理の進み具合と結果 / How far a job has come, and what it came to").ProducesPageAnd<JobView>(), 404);
        // No token against forged requests: whoever is signed in by a cookie, or is the local user, is heard from our own pages only.
        jobs.MapPost("/{job:guid}", PressedAsync).ExcludeFromDescription();
        Refusing(jobs.MapGet("/{job:guid}/file", FileAsync)
            .WithName("getJobFile").Noted(SecurityEvent.Exported).WithSummary("処理でできたファイル / The file that a job has made")
                .Produces(200, contentType: XlsxWriter.ContentType, additionalContentTypes: ["text/csv", "application/json"]), 404);
        Refusing(jobs.MapPost("/{job:guid}/cancel", (HttpContext context, JobStore store, JobQueue queue, JobTeller teller, string org, Guid job) =>
            AnsweredAsync(context, teller, async () =>
            {
                await ConfirmedAsync(context, job);
                return await FindAsync(context, store, org, job) is null
                    ? null : await queue.CancelAsync(new(org), job, Caller.Of(context).By, context.RequestAborted);
            }))
            .WithName("cancelJob").WithSummary("処理をやめる(取り込みは何も有効にならない) / Cancel a job; of a cancelled import nothing ever comes into force")
                .Produces<JobView>().TakesJson<JobConfirmation>(s_confirmation), 404, 409, 413, 415, 422);
        Refusing(jobs.MapPost("/{job:guid}/retry", (HttpContext context, JobStore store, JobQueue queue, JobTeller teller, string org, Guid job) =>
            AnsweredAsync(context, teller, async () =>
            {
                await ConfirmedAsync(context, job);
                return await RetryAsync(context, store, queue, org, job);
            }))
            .WithName("retryJob").WithSummary("失敗した処理をやり直す(ファイルを送った処理は、ファイルをもう一度送る) / Retry a job that failed; it goes on where it stopped. "
                + "One that came with a file is sent again with the file")
                .Produces<JobView>().TakesJson<JobConfirmation>(s_confirmation), 404, 409, 410, 413, 415, 422);
    }

    /// <param name="Job">Made by the sender; the same job asked for twice is one.</param>
    /// <param name="Kind"><c>rebuild</c> or <c>refresh-portfolio</c>.</param>
    /// <param name="Write">For a rebuild: what differs is written too, where nothing contradicts it. Otherwise it is only told.</param>
    internal sealed record JobStart(Guid Job, string Kind, bool Write = false);

    /// <param name="Job">The same as in the address.</param>
    internal sealed record JobConfirmation(Guid Job);

    public static string Address(Job job) => $"/organisations/{job.Organisation}/jobs/{job.Id}";

    /// <summary>The job was accepted: 202 with its address; a browser is led to its page.</summary>
    public static IResult Accepted(HttpContext context, JobView view)
    {
        var address = $"{context.Request.PathBase}/organisations/{view.Organisation}/jobs/{view.Job}";
        if (Negotiation.WantsPage(context.Request))
            return new SeeOther(address);
        context.Response.Headers.Location = address;
        context.Response.Headers.RetryAfter = LookAgain;
        return Results.Json(view, DomainJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>The client would rather not wait (RFC 7240).</summary>
    public static bool PrefersJob(HttpRequest request) =>
        request.Headers["Prefer"].Any(p => p?.Split(',').Any(word => word.Trim().Equals("respond-async", StringComparison.OrdinalIgnoreCase)) == true);

    public static IResult Refused(JobRefusedException e, HttpContext context) => Problem.Create(e.Code, e.Status, e.Sentence, context, more: e.More);

    private static void Refusing(RouteHandlerBuilder route, params int[] more)
    {
        foreach (var status in (int[])[400, 401, 403, .. more])
            route.ProducesProblem(status);
    }

    private static async Task<IResult> ListAsync(HttpContext context, JobStore store, JobTeller teller, string org)
    {
        var jobs = (await store.AllAsync(new(org), context.RequestAborted)).Where(j => MayRead(context, j)).Select(teller.Line).ToList();
        return Negotiation.WantsPage(context.Request)
            ? PageResults.Of<JobsPage>(context.Request, StatusCodes.Status200OK, (nameof(JobsPage.Organisation), new Slug(org)), (nameof(JobsPage.Jobs), jobs))
            : Results.Json(jobs, DomainJson.Options);
    }

    private static async Task<IResult> StartAsync(HttpContext context, JobQueue queue, JobTeller teller, string org)
    {
        var start = await BodyAsync<JobStart>(context);
        if (start.Kind is not (RebuildJob.Key or RefreshJob.Key))
            throw new MalformedException(new("kind は rebuild か refresh-portfolio です。", "'kind' is one of rebuild and refresh-portfolio."));
        if (start is { Write: true, Kind: not RebuildJob.Key })
            throw new MalformedException(new("write は rebuild にだけ使えます。", "'write' is for rebuild only."));
        try
        {
            var asked = queue.New(start.Job, new(org), start.Kind, Caller.Of(context).By);
            if (start.Write)
                asked = asked with { Input = RebuildJob.Writing };
            var job = await queue.AskAsync(asked, null, null, context.RequestAborted);
            return Accepted(context, teller.Line(job));
        }
        catch (JobRefusedException e)
        {
            return Refused(e, context);
        }
    }

    private static async Task<IResult> FileAsync(HttpContext context, JobStore store, JobFiles files, string org, Guid job)
    {
        if (await FindAsync(context, store, org, job) is not { State: JobState.Done }
            || await files.ReadAsync(new(org), job, JobFileRole.Result, context.RequestAborted) is not { } file)
            return Problem.NotFound(context);
        var head = JsonSerializer.Deserialize<JobResultHead>(file.Head, DomainJson.Options)!;
        if (AcceptFilter.Check(context, [head.MediaType.Split(';')[0]]) is { } refused)
        {
            await file.DisposeAsync();
            return refused;
        }

        return Results.Stream(file.Content, head.MediaType, head.Name);
    }

    /// <summary>A button of the page. The answer leads back to the page, which says what came of it.</summary>
    private static async Task<IResult> PressedAsync(HttpContext context, JobStore store, JobQueue queue, string org, Guid job)
    {
        var pressed = await PressedButtonAsync(context);
        if (await FindAsync(context, store, org, job) is null)
            return Problem.NotFound(context);
        try
        {
            var found = pressed switch
            {
                JobPage.Cancel => await queue.CancelAsync(new(org), job, Caller.Of(context).By, context.RequestAborted),
                JobPage.Retry => await RetryAsync(context, store, queue, org, job),
                _ => throw new MalformedException(new("press は cancel か retry です。", "'press' is one of cancel and retry.")),
            };
            if (found is null)
                return Problem.NotFound(context);
        }
        catch (JobRefusedException e) when (e.Status == StatusCodes.Status403Forbidden)
        {
            return Refused(e, context);
        }
        catch (JobRefusedException)
        {
            // It came to its end while somebody looked at the page.
        }

        return new SeeOther(PageLinks.FromRequest(context.Request).Job(new(org), job));
    }

    private static async Task<string?> PressedButtonAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
            throw new BadHttpRequestException("The body is not said to be a form.", StatusCodes.Status415UnsupportedMediaType);
        try
        {
            return (await context.Request.ReadFormAsync(context.RequestAborted))["press"];
        }
        catch (InvalidDataException)
        {
            throw new MalformedException(new("フォームとして読めません。ページのボタンを使ってください。", "This form cannot be read. Use the buttons of the page."));
        }
    }

    private static async Task ConfirmedAsync(HttpContext context, Guid job)
    {
        if ((await BodyAsync<JobConfirmation>(context)).Job != job)
            throw JobRefusals.NotConfirmed();
    }

    private static async Task<IResult> AnsweredAsync(HttpContext context, JobTeller teller, Func<Task<Job?>> find)
    {
        try
        {
            if (await find() is not { } job)
                return Problem.NotFound(context);
            var view = await teller.WholeAsync(job, context.RequestAborted);
            if (!Negotiation.WantsPage(context.Request))
            {
                if (!job.HasEnded)
                    context.Response.Headers.RetryAfter = LookAgain;
                return Results.Json(view, DomainJson.Options);
            }

            // Works without a script; a page of a job that has ended stays.
            if (!job.HasEnded)
                context.Response.Headers["Refresh"] = LookAgain;
            return PageResults.Of<JobPage>(context.Request, StatusCodes.Status200OK, (nameof(JobPage.Job), view));
        }
        catch (JobRefusedException e)
        {
            return Refused(e, context);
        }
    }

    /// <summary>Whoever has a job done again starts it, and needs the role for that.</summary>
    private static async Task<Job?> RetryAsync(HttpContext context, JobStore store, JobQueue queue, string org, Guid job)
    {
        if (await FindAsync(context, store, org, job) is not { } found)
            return null;
        if (found.Kind is RebuildJob.Key or RefreshJob.Key && Caller.Of(context).Role is < Role.Manager and var role)
        {
            var lacking = Refusals.RoleInsufficient(role, Role.Manager);
            throw new JobRefusedException(lacking.Code, Problem.StatusOf(lacking), lacking.Sentence);
        }

        return await queue.RetryAsync(new(org), job, context.RequestAborted);
    }

    /// <summary>Null: there is no such job, or it is not for this member.</summary>
    private static async Task<Job?> FindAsync(HttpContext context, JobStore store, string org, Guid job) =>
        await store.FindAsync(new(org), job, context.RequestAborted) is { } found && MayRead(context, found) ? found : null;

    /// <summary>What an import came to may hold names, so that others see their own jobs only.</summary>
    private static bool MayRead(HttpContext context, Job job) => Caller.Of(context) is var caller && (caller.Role >= Role.Staff || job.By == caller.By);

    private static async Task<T> BodyAsync<T>(HttpContext context) =>
        (await JsonBodyReader.ReadAsync(context.Request, context.RequestAborted)).Deserialize<T>(DomainJson.Options)!;
}
