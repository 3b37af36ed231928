using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Recording;

/// <summary>Opens an initiative. Its key follows from its title, unless somebody chooses one.</summary>
internal static class OpeningEndpoint
{
    private const string Kind = "initiative_opened";

    public static void Map(IEndpointRouteBuilder routes)
    {
        var page = routes.MapGroup("/organisations/{org}/opening").RequireAuthorization(Policies.Least(Role.Manager)).ExcludeFromDescription();
        page.MapGet("", async (HttpContext context, OrganisationReader organisations, IClock clock, string org) =>
                await PageAsync(context, organisations, org, FactForm.New(Kind, DateFormat.DayOf(clock.GetCurrentInstant()))))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        page.MapPost("", SaveAsync);
    }

    private static async Task<IResult> SaveAsync(HttpContext context, OrganisationReader organisations, Recorder recorder, IClock clock, string org)
    {
        var form = FactForm.FromSent(Kind, await AccountForms.ReadAsync(context, FactForm.MostBytes));
        var typed = form.Of(OpeningPage.Key);
        var mistakes = form.Mistakes();
        if (typed.Length > 0 && !Slug.IsValid(typed))
            mistakes = mistakes.Add((OpeningPage.Key, new("a-z、0-9、- だけで、64文字までで書いてください。", "Use a-z, 0-9 and - alone, 64 at most.")));
        if (!mistakes.IsEmpty)
            return await PageAsync(context, organisations, org, form, mistakes);
        var key = typed.Length > 0 ? new Slug(typed)
            : OwnWords.KeyFor(form.Of("title" + FactForm.English) is { Length: > 0 } english ? english : form.Of("title"));
        try
        {
            var command = CommandReader.Read("record", form.ToCommand(EntryBook.AsKnown([]), DateFormat.DayOf(clock.GetCurrentInstant())));
            var (_, refusal) = await recorder.RecordAsync(new(org), key, command, Actor.OverHttp(context), context.RequestAborted);
            return refusal is null ? new SeeOther(PageLinks.FromRequest(context.Request).CaseStudy(new(org), key))
                : await PageAsync(context, organisations, org, form, refused: refusal.Sentence, status: Problem.StatusOf(refusal));
        }
        catch (MalformedException e)
        {
            return await PageAsync(context, organisations, org, form, refused: e.Sentence, status: StatusCodes.Status422UnprocessableEntity);
        }
    }

    private static async Task<IResult> PageAsync(
        HttpContext context, OrganisationReader organisations, string org, FactForm form, ImmutableArray<(string Field, PublicText What)> mistakes = default,
        PublicText? refused = null, int? status = null)
    {
        var profile = (await organisations.FindAsync(new(org), context.RequestAborted))?.Profile;
        return PageResults.Of<OpeningPage>(
            context.Request, status ?? (mistakes.IsDefaultOrEmpty ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity),
            (nameof(OpeningPage.Organisation), new Slug(org)), (nameof(OpeningPage.DisplayName), profile?.Name), (nameof(OpeningPage.Form), form),
            (nameof(OpeningPage.Refused), refused), (nameof(OpeningPage.Unclear), mistakes.IsDefault ? [] : mistakes));
    }
}
