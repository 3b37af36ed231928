using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Jobs;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Wording;
using CaseStudies.Sheets;
using Microsoft.AspNetCore.Mvc;

namespace CaseStudies.Server.Import;

/// <summary>Imports over HTTP. The file is sent twice: for the dry run and for the commit.</summary>
internal static class ImportEndpoints
{
    /// <summary>Files of more rows wait for their turn, as a batch of so many commands does.</summary>
    private const int RowsOfBatch = 200;

    private static readonly ApiParameter[] s_file =
    [
        new("mapping", "保存された対応表のキー / The key of a saved mapping."),
        new(
            "kind", "attendance、headcounts、events、survey のどれか(省けば見出しから推測) / One of attendance, headcounts, events or survey. If omitted, it is guessed from "
                + "the headers."),
    ];

    private static readonly ApiParameter[] s_dryRun =
    [
        new("after", "前の応答の next / The 'next' of the previous answer: the rows after it."),
        new("from", "数値の期間の初日 / First day of the period of the figures; together with 'to'."),
        new("to", "数値の期間の最終日 / Last day of the period of the figures."),
    ];

    private static readonly ApiParameter[] s_commit =
    [
        new("file", "確認(dry run)の file(必須) / The 'file' of the dry run; required."),
        new("digest", "確認(dry run)の digest(結果が変わる場合は受け付けない) / The 'digest' of the dry run; if the result would differ, the import is refused."),
    ];

    public static IServiceCollection AddImports(this IServiceCollection services) => services
        .AddSingleton<PlanBuilder>().AddSingleton<MappingStore>().AddSingleton<MappingChoice>()
        .AddSingleton<ImportRegister>().AddSingleton<ImportRuns>().AddSingleton<DryRunCache>().AddSingleton<ImportService>()
        .AddSingleton<ImportJobs>().AddSingleton<IJobWork, ImportJob>();

    public static void MapImports(this IEndpointRouteBuilder routes)
    {
        var initiative = routes.MapGroup("/organisations/{org}/initiatives/{id}").RequireAuthorization(Policies.Least(Role.Staff)).WithTags("Import");
        initiative.MapPost("/imports/dry-run",
            (HttpContext context, ImportService imports, ImportJobs jobs, HeavyWork heavy, string org, string id) =>
                Sent(context, org, id, (into, file, asked) => DryRunAsync(context, imports, jobs, heavy, into, file, asked)))
            .WithName("dryRunImport")
            .WithSummary("表やフォームの回答の取り込みを確認する(何も記録しない) / Show what a spreadsheet or form export would record and how the figures would change; nothing is "
                + "recorded")
            .TakesFile().Takes(s_file).Takes(s_dryRun).Answers<DryRun>();
        initiative.MapPost("/imports/{import:guid}", CommitAsync).WithName("commitImport")
            .WithSummary("確認したとおりに取り込む(途中で切れたら、同じものを送れば続きから) / Record what the dry run showed; after an interruption, send it again to continue")
            .WithDescription("大きなファイルは処理(job)になり、202 と Location で答える。Prefer: respond-async を付ければ小さくても同じ / "
                + "A large file becomes a job: the answer is 202 and Location says where it stands. So does a small one with Prefer: respond-async.")
            .TakesFile().Takes(s_commit).Takes(s_file).Answers<ImportProgress>().Produces<JobView>(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);
        initiative.MapGet("/imports", (HttpContext context, ImportRegister register, string org, string id) => Answered(context, async () =>
                await register.AllAsync(new(org), new(id), context.RequestAborted)))
            .WithName("getImports").WithSummary("取り込みの一覧(新しい順) / The imports of the initiative, newest first").Answers<IReadOnlyList<ImportProgress>>();
        initiative.MapGet("/imports/{import:guid}", (HttpContext context, ImportService imports, string org, string id, Guid import) => Answered(context, () =>
                imports.ProgressAsync(Into(context, org, id), new(import), context.RequestAborted)))
            .WithName("getImport").WithSummary("取り込みの進み具合 / Progress of an import").Answers<ImportProgress>();
        initiative.MapPost("/imports/{import:guid}/completion", (
            HttpContext context, ImportService imports, string org, string id, Guid import) => Answered(context, async () =>
            {
                return (await BodyAsync<Completion>(context)).WithoutRefused
                    ? await imports.CompleteAsync(Into(context, org, id), new(import), context.RequestAborted)
                    : throw new ImportRefusedException(ImportRefusals.NotConfirmed("withoutRefused: true"));
            }))
            .WithName("completeImport").WithSummary("受け付けられなかった行があっても取り込みを完了する / Complete an import although some rows were refused")
            .TakesJson<Completion>(new JsonObject { ["withoutRefused"] = true }).Answers<ImportProgress>();
        initiative.MapPost("/imports/{import:guid}/abandonment", (
            HttpContext context, ImportService imports, string org, string id, Guid import) => Answered(context, async () =>
            {
                var body = await BodyAsync<Abandonment>(context);
                return await imports.AbandonAsync(Into(context, org, id), new(import), body.Reason, context.RequestAborted);
            }))
            .WithName("abandonImport").WithSummary("完了していない取り込みを中止する(何も有効にならない) / Abandon an import that is not completed; nothing in it takes effect")
            .TakesJson<Abandonment>(new JsonObject { ["reason"] = "entered-by-mistake" }).Answers<ImportProgress>();
        UndoImportEndpoint.Map(initiative);
        TemplateEndpoint.Map(initiative);
        ImportPages.Map(initiative);
        MappingEndpoints.Map(routes.MapGroup("/organisations/{org}/import-mappings").RequireAuthorization(Policies.Least(Role.Staff)).WithTags("Import"));
    }

    /// <param name="WithoutRefused">True: the import is completed without the refused rows.</param>
    internal sealed record Completion(bool WithoutRefused);

    internal sealed record Abandonment(ReasonCode Reason);

    public static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route)
    {
        route.Produces<T>();
        foreach (var status in new[] { 400, 401, 403, 404, 409, 413, 415, 422, 503 })
            route.ProducesProblem(status);
        return route;
    }

    public static Task<IResult> Answered<T>(HttpContext context, Func<Task<T?>> answer) where T : class =>
        RefusableAsync(context, async () => await answer() is { } found ? Results.Json(found, DomainJson.Options) : Problem.NotFound(context));

    /// <summary>Answers refusals of sheets, imports and jobs, which the rooms below do not know.</summary>
    private static async Task<IResult> RefusableAsync(HttpContext context, Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (JobRefusedException e)
        {
            return JobEndpoints.Refused(e, context);
        }
        catch (SheetRefusedException e)
        {
            return Problem.Create(e.Code, e.Code == SheetCodes.TooLarge ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status422UnprocessableEntity,
                e.Sentence.ToPublicText(), context);
        }
        catch (ImportRefusedException e)
        {
            var more = new Dictionary<string, object?> { ["says"] = e.Refusal.Says, ["mapping"] = e.Refusal.Mapping }.Where(m => m.Value is not null)
                .ToDictionary();
            return Problem.Create(e.Refusal.Code, e.Refusal.Status, e.Refusal.Sentence, context, more: more);
        }
    }

    /// <summary>Checks that the sender has an opaque id before the body is read.</summary>
    public static async Task<T> BodyAsync<T>(HttpContext context)
    {
        return ContractValidator.Read<T>(await JsonBodyReader.ReadAsync(context.Request, context.RequestAborted));
    }

    private static Task<IResult> Sent<T>(
        HttpContext context, string org, string id,
        Func<ImportInto, ImportFile, ImportOptions, Task<T?>> answer) where T : class => Answered(context, async () =>
    {
        var into = Into(context, org, id);
        var (file, asked) = await ImportRequest.ReadAsync(context.Request, context.RequestAborted);
        using (file)
            return await answer(into, file, asked);
    });

    /// <summary>A large one waits for its turn with its file on the disk.</summary>
    public static async Task<DryRun?> DryRunAsync(
        HttpContext context, ImportService imports, ImportJobs jobs, HeavyWork heavy, ImportInto into, ImportFile file, ImportOptions asked)
    {
        var sender = context.RequestAborted;
        if (!jobs.IsLarge(file))
            return await imports.DryRunAsync(into, file, asked, sender);
        using var one = await heavy.DryRuns.BeginAsync(into.Organisation, sender);
        using var turn = await heavy.Computing.BeginAsync(into.Organisation, sender);
        return await imports.DryRunAsync(into, file, asked, sender, turn);
    }

    private static Task<IResult> CommitAsync(
        HttpContext context, ImportService imports, ImportJobs jobs, JobTeller teller, HeavyWork heavy, string org, string id,
        Guid import) => RefusableAsync(context, async () =>
    {
        var into = Into(context, org, id);
        var (file, asked) = await ImportRequest.ReadAsync(context.Request, context.RequestAborted);
        using (file)
        {
            var promised = PromisedBy(context.Request);
            if ((JobEndpoints.PrefersJob(context.Request) || jobs.IsLarge(file))
                && await jobs.AskAsync(into, new(import), file, asked, promised, context.RequestAborted) is { } job)
                return JobEndpoints.Accepted(context, teller.Line(job));
            var done = await CommitAtOnceAsync(context, imports, heavy, into, new(import), file, asked, promised);
            return done is null ? Problem.NotFound(context) : Results.Json(done, DomainJson.Options);
        }
    });

    /// <summary>A file of many rows waits for its turn.</summary>
    public static async Task<ImportProgress?> CommitAtOnceAsync(
        HttpContext context, ImportService imports, HeavyWork heavy, ImportInto into, ImportId import, ImportFile file, ImportOptions asked,
        Promised promised)
    {
        using var turn = ImportJobs.Exceeds(file, RowsOfBatch) ? await heavy.Batches.BeginAsync(into.Organisation, context.RequestAborted) : null;
        return await imports.CommitAsync(into, import, file, asked, promised, context.RequestAborted);
    }

    public static ImportInto Into(HttpContext context, string org, string id) => new(new(org), new(id), Caller.Of(context).By, Caller.Of(context).Role);

    private static Promised PromisedBy(HttpRequest request) => request.Query["file"] is [{ } hash]
        ? new(new(hash), request.Query["digest"] is [{ Length: > 0 } digest] ? digest : null)
        : throw new ImportRefusedException(ImportRefusals.HashMissing());

    private static RouteHandlerBuilder TakesFile(this RouteHandlerBuilder route) =>
        route.WithMetadata(new RequestSizeLimitAttribute(ImportRequest.MaximumBytes)).TakesForm(
            new("file", Description: "表計算ファイル(.xlsx、.csv、.tsv) / The spreadsheet (.xlsx, .csv or .tsv).", Required: true),
            new("mapping", typeof(ImportMapping)));
}
