using System.Collections.Immutable;
using System.Globalization;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Jobs;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using CaseStudies.Sheets;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace CaseStudies.Server.Import;

/// <summary>
/// Imports in a browser: a file is checked, the meaning of its columns changed by choosing, and then imported. The page keeps nothing on the server: its
/// form sends the file each time, with what the last check found.
/// </summary>
internal static class ImportPages
{
    private const string Token = "__RequestVerificationToken";

    private static readonly PublicText s_goesOn = new(
        "取り込みはまだ続いています。終わってから、もう一度行ってください。", "The import still goes on. Try again when it has ended.");

    public static StyleFile Script { get; } = new("importing.js", "text/javascript");

    public static void Map(IEndpointRouteBuilder initiative)
    {
        var pages = initiative.MapGroup("/import").ExcludeFromDescription();
        pages.MapGet("", async (HttpContext context, InitiativeReader reader, ImportRegister register, string org, string id) =>
                await ShowAsync(context, reader, register, null) ?? Problem.NotFound(context))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        pages.MapPost("", PressedAsync).WithMetadata(new RequestSizeLimitAttribute(ImportRequest.MaximumBytes));
        pages.MapGet("/{import:guid}", async (
                HttpContext context, InitiativeReader reader, ImportService imports, ImportJobs jobs, string org, string id, Guid import) =>
                await imports.ProgressAsync(ImportEndpoints.Into(context, org, id), new(import), context.RequestAborted) is { } found
                    ? await ResultAsync(context, reader, jobs, found, null) : Problem.NotFound(context))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        pages.MapPost("/{import:guid}", EndedAsync);
    }

    private static async Task<IResult> PressedAsync(
        HttpContext context, InitiativeReader reader, ImportRegister register, ImportService imports, ImportJobs jobs, HeavyWork heavy, string org, string id)
    {
        var into = ImportEndpoints.Into(context, org, id);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            var (file, sent) = await ImportRequest.ReadAsync(context.Request, context.RequestAborted, fields);
            using (file)
            {
                await RequireOurFormAsync(context, fields);
                var asked = Asked(sent, fields);
                if (fields.GetValueOrDefault("press") == ImportPage.Commit)
                    return await CommitAsync(context, reader, imports, jobs, heavy, into, file, asked, fields);
                return await CheckedAsync(context, imports, jobs, heavy, into, file, asked) is { } told
                    && await ShowAsync(context, reader, register, told) is { } page ? page : Problem.NotFound(context);
            }
        }
        catch (Exception e) when (Refusal(e) is var (status, told))
        {
            return await ShowAsync(context, reader, register, new() { Status = status, Told = told }) ?? Problem.NotFound(context);
        }
    }

    /// <returns>Null: there is no such initiative.</returns>
    private static async Task<ImportTold?> CheckedAsync(
        HttpContext context, ImportService imports, ImportJobs jobs, HeavyWork heavy, ImportInto into, ImportFile file, ImportOptions asked)
    {
        try
        {
            return await ImportEndpoints.DryRunAsync(context, imports, jobs, heavy, into, file, asked) is { } run
                ? new() { Check = ImportCheck.FromRun(run, file) } : null;
        }
        catch (ImportRefusedException e) when ((e.Refusal.Mapping ?? asked.Mapping) is { } unfit && Refusal(e) is var (status, told))
        {
            return new() { Status = status, Told = told, Draft = ImportDraft.FromMapping(unfit, file) };
        }
    }

    /// <summary>A small file is imported at once, a large one by a job.</summary>
    private static async Task<IResult> CommitAsync(
        HttpContext context, InitiativeReader reader, ImportService imports, ImportJobs jobs, HeavyWork heavy, ImportInto into, ImportFile file,
        ImportOptions asked, Dictionary<string, string> fields)
    {
        var (links, import) = (PageLinks.FromRequest(context.Request), new ImportId(AccountForms.Id(fields.GetValueOrDefault("import"))));
        if (fields.GetValueOrDefault("hash") != file.Hash.Value)
            throw new ImportRefusedException(ImportRefusals.HashDiffers());
        var promised = new Promised(file.Hash, fields.GetValueOrDefault("digest"));
        if (jobs.IsLarge(file) && await jobs.AskAsync(into, import, file, asked, promised, context.RequestAborted) is { } job)
            return new SeeOther(links.Job(into.Organisation, job.Id));
        var done = await ImportEndpoints.CommitAtOnceAsync(context, imports, heavy, into, import, file, asked, promised);
        return done is null ? Problem.NotFound(context)
            : done.State == "open" ? await ResultAsync(context, reader, jobs, done, null)
            : new SeeOther(done.State == "nothing-to-do" ? links.Import(into.Organisation, into.Initiative)
                : links.ImportResult(into.Organisation, into.Initiative, import));
    }

    /// <summary>An import is undone; or one that is not complete goes without its refused rows, or is abandoned.</summary>
    private static async Task<IResult> EndedAsync(
        HttpContext context, InitiativeReader reader, ImportService imports, ImportJobs jobs, string org, string id, Guid import)
    {
        var sent = await AccountForms.ReadAsync(context);
        var (into, one, stop) = (ImportEndpoints.Into(context, org, id), new ImportId(import), context.RequestAborted);
        if (await imports.ProgressAsync(into, one, stop) is not { } found)
            return Problem.NotFound(context);
        // Completed in the middle, it would lack the rows to come.
        if (found.Running is not null || await jobs.RunningAsync(into, one, stop) is not null)
            return await ResultAsync(context, reader, jobs, found, new() { Status = StatusCodes.Status409Conflict, Told = [s_goesOn] });
        try
        {
            _ = sent["press"].ToString() switch
            {
                ImportResultPage.Undo => await imports.UndoAsync(into, one, AccountForms.Word<ReasonCode>(sent["reason"].ToString()), stop),
                ImportResultPage.Complete => await imports.CompleteAsync(into, one, stop),
                ImportResultPage.Abandon => await imports.AbandonAsync(into, one, ReasonCode.EnteredByMistake, stop),
                _ => throw AccountForms.Unknown(),
            };
            return new SeeOther(PageLinks.FromRequest(context.Request).ImportResult(into.Organisation, into.Initiative, one));
        }
        catch (Exception e) when (Refusal(e) is var (status, told))
        {
            return await ResultAsync(context, reader, jobs, found, new() { Status = status, Told = told });
        }
    }

    /// <summary>
    /// What the form asks for. A check reads the header anew; another check of the same columns, and the import, use what was shown and chosen.
    /// </summary>
    private static ImportOptions Asked(ImportOptions sent, Dictionary<string, string> fields)
    {
        if (fields.GetValueOrDefault("press") is ImportPage.Commit or ImportPage.Again && sent.Mapping is { } mapping)
        {
            return new(mapping with
            {
                Strand = fields.GetValueOrDefault("strand") is { Length: > 0 } strand ? Key(strand) : mapping.Strand,
                FiscalYear = fields.GetValueOrDefault("year") is { Length: > 0 } year ? Year(year) : mapping.FiscalYear,
                Columns = [.. mapping.Columns.Select((c, i) => Grouped(c with { As = Chosen(i) ?? c.As }, i))],
            });
        }

        var saved = fields.GetValueOrDefault("saved") ?? "";
        return new(
            MappingKey: saved.Length == 0 ? null : Key(saved),
            Kind: fields.GetValueOrDefault("kind") is { Length: > 0 } kind ? AccountForms.Word<ImportKind>(kind) : null);

        ColumnUse? Chosen(int column) =>
            fields.GetValueOrDefault($"{ImportPage.Use}{column}") is { } use ? AccountForms.Word<ColumnUse>(use) : null;

        MappedColumn Grouped(MappedColumn column, int index) =>
            column.As == ColumnUse.Group && fields.GetValueOrDefault($"{ImportPage.Group}{index}") is { Length: > 0 } group
                ? group.Split('/') is [var scheme, var key] ? column with { Scheme = Key(scheme), Group = Key(key) } : throw AccountForms.Unknown()
                : column;

        static int Year(string typed) =>
            int.TryParse(FullWidthNormalizer.Plain(typed) ?? typed, NumberStyles.None, CultureInfo.InvariantCulture, out var year) ? year
                : throw new ImportRefusedException(ImportRefusals.NoYear(typed));

        static Slug Key(string text) => Slug.IsValid(text) ? new(text) : throw AccountForms.Unknown();
    }

    /// <summary>The token stands in a part that is read with the file, and not by the framework.</summary>
    private static async Task RequireOurFormAsync(HttpContext context, Dictionary<string, string> fields)
    {
        var forms = context.RequestServices.GetRequiredService<IAntiforgery>();
        context.Request.Headers[forms.GetTokens(context).HeaderName ?? "RequestVerificationToken"] = fields.GetValueOrDefault(Token, "");
        if (!await forms.IsRequestValidAsync(context))
            throw AccountForms.Unknown();
    }

    private static (int Status, ImmutableArray<PublicText> Told)? Refusal(Exception e) => e switch
    {
        SheetRefusedException refused => (StatusCodes.Status422UnprocessableEntity, [refused.Sentence.ToPublicText()]),
        JobRefusedException refused => (refused.Status, [refused.Sentence]),
        ImportRefusedException { Refusal: var refused } =>
            (refused.Status, [refused.Sentence, .. (refused.Says ?? []).Skip(1).Select(s => new PublicText(s.Ja, s.En))]),
        _ => null,
    };

    /// <returns>Null: there is no such initiative.</returns>
    private static async Task<IResult?> ShowAsync(HttpContext context, InitiativeReader reader, ImportRegister register, ImportTold? told)
    {
        if (await FindAsync(context, reader) is not { } view)
            return null;
        var mappings = await context.RequestServices.GetRequiredService<MappingStore>().AllAsync(view.Organisation, context.RequestAborted);
        var before = await register.AllAsync(view.Organisation, view.Initiative, context.RequestAborted);
        ScriptPolicy.Allow(context);
        return PageResults.Of<ImportPage>(
            context.Request, told?.Status ?? StatusCodes.Status200OK, (nameof(ImportPage.Face), InitiativeHeader.FromView(view)),
            (nameof(ImportPage.Choices), ImportChoices.FromBook(view.Book)),
            (nameof(ImportPage.Saved), mappings.Select(m => m.Key.Value).ToImmutableArray()), (nameof(ImportPage.Answer), told ?? new()),
            (nameof(ImportPage.Before), before.Take(ImportPage.MostBefore).Select(ImportDone.FromProgress).ToImmutableArray()));
    }

    private static async Task<IResult> ResultAsync(
        HttpContext context, InitiativeReader reader, ImportJobs jobs, ImportProgress found, ImportTold? told)
    {
        if (await FindAsync(context, reader) is not { } view)
            return Problem.NotFound(context);
        var into = ImportEndpoints.Into(context, view.Organisation.Value, view.Initiative.Value);
        var job = found.State == "open" ? await jobs.RunningAsync(into, found.Import, context.RequestAborted) : null;
        return PageResults.Of<ImportResultPage>(context.Request, told?.Status ?? StatusCodes.Status200OK,
            (nameof(ImportResultPage.Face), InitiativeHeader.FromView(view)), (nameof(ImportResultPage.Done), ImportDone.FromProgress(found)),
            (nameof(ImportResultPage.Job), job?.Id), (nameof(ImportResultPage.GoesOn), job is not null || found.Running is not null),
            (nameof(ImportResultPage.Answer), told ?? new()));
    }

    private static Task<InitiativeView?> FindAsync(HttpContext context, InitiativeReader reader)
    {
        var organisation = new Slug(context.Request.RouteValues["org"]!.ToString()!);
        return reader.ReadEntriesAsync(organisation, new(context.Request.RouteValues["id"]!.ToString()!), new(), context.RequestAborted,
            context.RequestServices.GetRequiredService<HeavyWork>().For(context, organisation));
    }
}
