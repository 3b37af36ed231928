using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;
using NodaTime;

namespace CaseStudies.Server.Recording;

/// <summary>Records a session with its headcounts. What looks like a slip is asked first.</summary>
internal static class SessionEndpoint
{
    private const string Sure = "sure";

    private static readonly ApiParameter s_on = new("on", "回の日。省けば今日 / The day of the session; without it today.", ApiParameters.Text<LocalDate>);

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/record/{strand}", async (HttpContext context, FormRecorder forms, string org, string id, string strand) =>
                await FindAsync(context, forms, org, id, strand) is { } view
                    ? Page(context, view, new(strand),
                        SessionForm.New(view.Book, new(strand), AddressPeriod.Day(context.Request, s_on.Name) ?? forms.Today(view)), FormAnswer.Opened)
                    : Problem.NotFound(context))
            .Takes(s_on).Produces(StatusCodes.Status200OK, contentType: "text/html");
        pages.MapPost("/record/{strand}", SaveAsync);
    }

    private static async Task<IResult> SaveAsync(HttpContext context, FormRecorder forms, string org, string id, string strand)
    {
        var sent = await AccountForms.ReadAsync(context);
        if (await FindAsync(context, forms, org, id, strand) is not { } view)
            return Problem.NotFound(context);
        var form = SessionForm.FromSent(sent);
        var answer = form.Mistakes() is { IsEmpty: false } mistakes ? new() { Unclear = mistakes }
            : await forms.RecordAsync(context, new(new(org), new(id)), "record", form.ToCommand(new(strand)), isSure: sent[Sure] == "on",
                form.SaysNobodyCame ? [SessionPage.NobodyCame] : Array.Empty<PublicText>());
        return answer is null ? new SeeOther(PageLinks.FromRequest(context.Request).Act(new(org), new(id), form.Command))
            : Page(context, view, new(strand), form, answer);
    }

    private static async Task<InitiativeView?> FindAsync(HttpContext context, FormRecorder forms, string org, string id, string strand) =>
        Slug.IsValid(strand) && await forms.ReadAsync(context, org, id) is var (view, _)
            && view.Book.InForce<StrandStarted>().Any(s => s.Strand.Value == strand) ? view : null;

    private static IResult Page(HttpContext context, InitiativeView view, Slug strand, SessionForm form, FormAnswer answer)
    {
        ScriptPolicy.Allow(context);
        return PageResults.Of<SessionPage>(context.Request, answer.Status, (nameof(SessionPage.Face), InitiativeHeader.FromView(view)),
            (nameof(SessionPage.Strand), strand), (nameof(SessionPage.Form), form), (nameof(SessionPage.Answer), answer));
    }
}
