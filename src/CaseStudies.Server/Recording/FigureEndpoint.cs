using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Recording;

/// <summary>Sets up a figure: its kind is chosen, then what it counts. It is tried on the recorded entries before it is adopted.</summary>
internal static class FigureEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("/organisations/{org}/initiatives/{id}/indicators/new").RequireAuthorization(Policies.Least(Role.Manager))
            .ExcludeFromDescription();
        pages.MapGet("", async (HttpContext context, FormRecorder forms, string org, string id) =>
                await forms.ReadAsync(context, org, id) is var (view, _)
                    ? PageResults.Of<FigureKindsPage>(context.Request, StatusCodes.Status200OK, (nameof(FigureKindsPage.Face), InitiativeHeader.FromView(view)))
                    : Problem.NotFound(context))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        pages.MapGet("/{kind}", async (HttpContext context, FormRecorder forms, string org, string id, string kind) =>
                Kebab.Find<FigureKind>(kind) is { } known && await forms.ReadAsync(context, org, id) is var (view, _)
                    ? Page(context, view, FigureForm.New(known, forms.Today(view)), FormAnswer.Opened, null) : Problem.NotFound(context))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        pages.MapPost("/{kind}", PressedAsync);
    }

    private static async Task<IResult> PressedAsync(HttpContext context, FormRecorder forms, string org, string id, string kind)
    {
        var sent = await AccountForms.ReadAsync(context, FactForm.MostBytes);
        if (Kebab.Find<FigureKind>(kind) is not { } known || await forms.ReadAsync(context, org, id) is not var (view, rows))
            return Problem.NotFound(context);
        var form = FigureForm.FromSent(known, sent);
        var (definition, unclear) = form.Read(new(view.Book));
        if (Typed.Day(form.Of(FigureForm.On)) is null)
            throw AccountForms.Unknown();
        if (definition is null)
            return Page(context, view, form, new() { Unclear = unclear }, null);
        var (stream, adoption) = (new StreamKey(new(org), new(id)), form.ToAdoption(definition, FormRecorder.BookBefore(view, rows, form.Command)));
        if (form.Of(FigureForm.Press) == FigureForm.Adopt)
        {
            if (await forms.RecordAsync(context, stream, "record", adoption, isSure: sent["sure"] == "on") is not { } answer)
                return new SeeOther(PageLinks.FromRequest(context.Request).Act(new(org), new(id), form.Command));
            return Page(context, view, form, answer, answer.Refused is null ? Tried() : null);
        }

        // By an id of its own: what was adopted already may be tried again.
        adoption["command"] = $"{Guid.NewGuid()}";
        return await forms.RehearseAsync(context, stream, "record", adoption) is { } refusal ? Page(context, view, form, new() { Refused = refusal }, null)
            : Page(context, view, form, FormAnswer.Opened, Tried());

        TriedFigure Tried() => TriedFigure.Of(view, form.Of(FigureForm.Period), definition, null);
    }

    private static IResult Page(HttpContext context, InitiativeView view, FigureForm form, FormAnswer answer, TriedFigure? tried) =>
        PageResults.Of<FigureFormPage>(context.Request, answer.Status, (nameof(FigureFormPage.Face), InitiativeHeader.FromView(view)),
            (nameof(FigureFormPage.Form), form), (nameof(FigureFormPage.Answer), answer), (nameof(FigureFormPage.Tried), tried));
}
