using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Recording;

/// <summary>What one command did, in words, and the button that undoes it.</summary>
internal static class ActEndpoint
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/acts/{act:guid}", (HttpContext context, FormRecorder forms, string org, string id, Guid act) =>
                PageAsync(context, forms, org, id, act, FormAnswer.Opened))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        pages.MapPost("/acts/{act:guid}", UndoAsync);
    }

    private static async Task<IResult> UndoAsync(HttpContext context, FormRecorder forms, string org, string id, Guid act)
    {
        var form = await AccountForms.ReadAsync(context);
        // Whoever presses the button has seen what it undoes.
        var answer = await forms.RecordAsync(context, new(new(org), new(id)), "undo", new JsonObject
        {
            ["command"] = $"{AccountForms.Id(form["command"])}", ["act"] = $"{act}",
            ["reason"] = new JsonObject { ["code"] = Kebab.FromEnum(ReasonCode.EnteredByMistake) },
        }, isSure: true);
        return answer is null ? new SeeOther(PageLinks.FromRequest(context.Request).Act(new(org), new(id), new(act)))
            : await PageAsync(context, forms, org, id, act, answer);
    }

    private static async Task<IResult> PageAsync(HttpContext context, FormRecorder forms, string org, string id, Guid act, FormAnswer answer) =>
        await forms.ReadAsync(context, org, id) is var (view, known) && ActModel.FromRows(view, known, new(act)) is { } shown
            ? PageResults.Of<ActPage>(context.Request, answer.Status, (nameof(ActPage.Model), shown), (nameof(ActPage.Answer), answer))
            : Problem.NotFound(context);
}
