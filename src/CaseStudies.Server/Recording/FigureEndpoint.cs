using System.Text.Json.Nodes;
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
        var adoption = form.ToAdoption(definition, FormRecorder.BookBefore(view, rows, form.Command));
        return await SendAsync(context, forms, new(new(org), new(id)), form, adoption, isSure: sent["sure"] == "on", (answer, shows) =>
            Page(context, view, form, answer, shows ? TriedFigure.Of(view, form.Of(FigureForm.Period), definition, null) : null));
    }

    /// <summary>Adopts what a form says of a figure, or tries it.</summary>
    /// <param name="page">The page with an answer, and whether it shows what the definition gives.</param>
    internal static async Task<IResult> SendAsync(
        HttpContext context, FormRecorder forms, StreamKey stream, FigureForm form, JsonObject body, bool isSure, Func<FormAnswer, bool, IResult> page)
    {
        if (form.IsToBeAdopted)
        {
            return await forms.RecordAsync(context, stream, "record", body, isSure) is { } answer ? page(answer, answer.Refused is null)
                : new SeeOther(PageLinks.FromRequest(context.Request).Act(stream.Organisation, stream.Initiative, form.Command));
        }

        // By an id of its own: what was adopted already may be tried again.
        body["command"] = $"{Guid.NewGuid()}";
        return await forms.RehearseAsync(context, stream, "record", body) is { } refusal ? page(new() { Refused = refusal }, false)
            : page(FormAnswer.Opened, true);
    }

    private static IResult Page(HttpContext context, InitiativeView view, FigureForm form, FormAnswer answer, TriedFigure? tried) =>
        PageResults.Of<FigureFormPage>(context.Request, answer.Status, (nameof(FigureFormPage.Face), InitiativeHeader.FromView(view)),
            (nameof(FigureFormPage.Form), form), (nameof(FigureFormPage.Answer), answer), (nameof(FigureFormPage.Tried), tried));
}
