using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Persons;

/// <summary>
/// The pages on which somebody is looked for by name, and on which is told what is recorded about a person, to be downloaded or erased. No address has a name.
/// </summary>
internal static class PersonPages
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var persons = routes.MapGroup("/organisations/{org}/persons").RequireAuthorization(Policies.Least(Role.Staff)).ExcludeFromDescription();
        persons.MapGet("", (HttpContext context, string org) => Found(context, new(org), null, []))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        persons.MapPost("", FindAsync);
        persons.MapGet("/{person}", (HttpContext context, PersonRecordReader records, string org, string person) =>
                PageAsync(context, records, new(org), person))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        routes.MapGroup("/organisations/{org}/persons/{person}").RequireAuthorization(Policies.Least(Role.Owner)).ExcludeFromDescription()
            .MapPost("", EraseAsync).Noted(SecurityEvent.PersonErased);
    }

    private static async Task<IResult> FindAsync(HttpContext context, VaultNames names, string org)
    {
        var form = await AccountForms.ReadAsync(context);
        var typed = form["name"].ToString().Trim();
        if (typed.Length is 0 or > VaultNames.Longest)
            throw new MalformedException(new(
                $"名前かふりがなの一部を、{VaultNames.Longest} 文字までで入力してください。", $"Type a part of the name or its reading, up to {VaultNames.Longest} characters."));
        context.Response.Headers.CacheControl = "no-store";
        return Found(context, new(org), typed, await names.FindAsync(context, new(org), typed));
    }

    private static IResult Found(HttpContext context, Slug organisation, string? typed, IReadOnlyList<(PersonId Person, string Name)> found) =>
        PageResults.Of<PersonsPage>(context.Request, StatusCodes.Status200OK, (nameof(PersonsPage.Organisation), organisation),
            (nameof(PersonsPage.Typed), typed), (nameof(PersonsPage.Found), found));

    private static async Task<IResult> PageAsync(HttpContext context, PersonRecordReader records, Slug organisation, string person,
        PublicText? error = null, int status = StatusCodes.Status200OK)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (await records.ReadAsync(context, organisation, person) is not { } record)
            return Problem.FromRefusal(Refusals.PersonUnknown(), context);
        return PageResults.Of<PersonPage>(context.Request, status, (nameof(PersonPage.Shown), PersonPage.Part.FromRecord(organisation, record)),
            (nameof(PersonPage.MayErase), Caller.Of(context).Role == Role.Owner), (nameof(PersonPage.Error), error));
    }

    private static async Task<IResult> EraseAsync(HttpContext context, Erasure erasure, PersonRecordReader records, string org, string person)
    {
        var form = await AccountForms.ReadAsync(context);
        if (PersonId.Plain(person) is not { } id)
            return Problem.FromRefusal(Refusals.PersonUnknown(), context);
        if (form["sure"] != "on")
            return await PageAsync(context, records, new(org), person, Erasure.NotConfirmed, StatusCodes.Status422UnprocessableEntity);
        var (erased, refusal) = await erasure.RunAsync(new(org), new(id), AccountForms.Word<ErasureGround>(form["ground"].ToString()),
            new(AccountForms.Id(form["command"])), AccountForms.Canonical(form, "ground"), Actor.OverHttp(context), context.RequestAborted);
        return refusal is null
            ? PageResults.Of<ErasedPage>(context.Request, StatusCodes.Status200OK, (nameof(ErasedPage.Organisation), new Slug(org)),
                (nameof(ErasedPage.Erased), erased))
            : await PageAsync(context, records, new(org), person, refusal.Sentence, Problem.StatusOf(refusal));
    }
}
