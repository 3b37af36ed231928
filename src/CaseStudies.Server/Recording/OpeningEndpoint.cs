using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Pages;
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
        page.MapGet("", (HttpContext context, OrganisationReader organisations, IClock clock, string org) =>
                PageAsync(context, organisations, org, FactForm.New(Kind, DateFormat.DayOf(clock.GetCurrentInstant())), FormAnswer.Opened))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        page.MapPost("", SaveAsync);
    }

    private static async Task<IResult> SaveAsync(HttpContext context, OrganisationReader organisations, FormRecorder forms, IClock clock, string org)
    {
        var form = FactForm.FromSent(Kind, await AccountForms.ReadAsync(context, FactForm.MostBytes));
        var (typed, mistakes) = (form.Of(OpeningPage.Key), form.Mistakes());
        if (typed.Length > 0 && !Slug.IsValid(typed))
            mistakes = mistakes.Add((OpeningPage.Key, new("a-z、0-9、- だけで、64文字までで書いてください。", "Use a-z, 0-9 and - alone, 64 at most.")));
        if (!mistakes.IsEmpty)
            return await PageAsync(context, organisations, org, form, new() { Unclear = mistakes });
        var key = typed.Length > 0 ? new Slug(typed)
            : OwnWords.KeyFor(form.Of("title" + FactForm.English) is { Length: > 0 } english ? english : form.Of("title"));
        // There is nothing before it that could make it look like a slip.
        var answer = await forms.RecordAsync(context, new(new(org), key), "record",
            form.ToCommand(EntryBook.AsKnown([]), DateFormat.DayOf(clock.GetCurrentInstant())), isSure: true);
        return answer is null ? new SeeOther(PageLinks.FromRequest(context.Request).CaseStudy(new(org), key))
            : await PageAsync(context, organisations, org, form, answer);
    }

    private static async Task<IResult> PageAsync(HttpContext context, OrganisationReader organisations, string org, FactForm form, FormAnswer answer)
    {
        var profile = (await organisations.FindAsync(new(org), context.RequestAborted))?.Profile;
        return PageResults.Of<OpeningPage>(context.Request, answer.Status, (nameof(OpeningPage.Organisation), new Slug(org)),
            (nameof(OpeningPage.DisplayName), profile?.Name), (nameof(OpeningPage.Form), form), (nameof(OpeningPage.Answer), answer));
    }
}
