using System.Collections.Immutable;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;

namespace CaseStudies.Server.Recording;

/// <summary>Records one fact of any kind that a form can ask for. What looks like a slip is asked first.</summary>
internal static class FactEndpoint
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/facts", async (HttpContext context, FormRecorder forms, string org, string id) =>
                await forms.ReadAsync(context, org, id) is var (view, _)
                ? PageResults.Of<FactKindsPage>(context.Request, StatusCodes.Status200OK, (nameof(FactKindsPage.Face), InitiativeHeader.FromView(view)))
                : Problem.NotFound(context))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        pages.MapGet("/facts/{kind}", async (HttpContext context, FormRecorder forms, RosterReader rosters, string org, string id, string kind) =>
                FactForm.Kinds.Contains(kind) && await forms.ReadAsync(context, org, id) is var (view, _)
                    ? await PageAsync(context, rosters, view, FactForm.New(kind, forms.Today(view)), FormAnswer.Opened) : Problem.NotFound(context))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        pages.MapPost("/facts/{kind}", SaveAsync);
    }

    private static async Task<IResult> SaveAsync(HttpContext context, FormRecorder forms, RosterReader rosters, string org, string id, string kind)
    {
        var sent = await AccountForms.ReadAsync(context, FactForm.MostBytes);
        if (!FactForm.Kinds.Contains(kind) || await forms.ReadAsync(context, org, id) is not var (view, known))
            return Problem.NotFound(context);
        var form = FactForm.FromSent(kind, sent);
        var answer = form.Mistakes() is { IsEmpty: false } mistakes ? new() { Unclear = mistakes }
            : await forms.RecordAsync(context, new(new(org), new(id)), "record",
                form.ToCommand(FormRecorder.BookBefore(view, known, form.Command), forms.Today(view)), isSure: sent["sure"] == "on");
        return answer is null ? new SeeOther(PageLinks.FromRequest(context.Request).Act(new(org), new(id), form.Command))
            : await PageAsync(context, rosters, view, form, answer);
    }

    private static async Task<IResult> PageAsync(HttpContext context, RosterReader rosters, InitiativeView view, FactForm form, FormAnswer answer)
    {
        ImmutableArray<RosterLine> people = [];
        if (form.AsksForPeople)
        {
            context.Response.Headers.CacheControl = "no-store";
            people = await rosters.EverybodyAsync(view, context.RequestAborted);
        }

        return PageResults.Of<FactPage>(context.Request, answer.Status, (nameof(FactPage.Face), InitiativeHeader.FromView(view)),
            (nameof(FactPage.Form), form), (nameof(FactPage.People), people), (nameof(FactPage.Answer), answer));
    }
}
