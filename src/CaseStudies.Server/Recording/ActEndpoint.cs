using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;

namespace CaseStudies.Server.Recording;

/// <summary>What one command did, in words, and the button that undoes it.</summary>
internal static class ActEndpoint
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/acts/{act:guid}", async (HttpContext context, InitiativeReader reader, HeavyWork heavy, string org, string id, Guid act) =>
                await FindAsync(context, reader, heavy, org, id, act) is { } shown ? Page(context, shown) : Problem.NotFound(context))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        pages.MapPost("/acts/{act:guid}", UndoAsync);
    }

    private static async Task<IResult> UndoAsync(
        HttpContext context, InitiativeReader reader, HeavyWork heavy, Recorder recorder, string org, string id, Guid act)
    {
        var form = await AccountForms.ReadAsync(context);
        var command = CommandReader.Read("undo", new JsonObject
        {
            ["command"] = $"{AccountForms.Id(form["command"])}", ["act"] = $"{act}",
            ["reason"] = new JsonObject { ["code"] = Kebab.FromEnum(ReasonCode.EnteredByMistake) },
        });
        var (_, refusal) = await recorder.RecordAsync(new(org), new(id), command, Actor.OverHttp(context), context.RequestAborted);
        if (refusal is null)
            return new SeeOther(PageLinks.FromRequest(context.Request).Act(new(org), new(id), new(act)));
        return await FindAsync(context, reader, heavy, org, id, act) is { } shown ? Page(context, shown, refusal) : Problem.NotFound(context);
    }

    private static async Task<ActModel?> FindAsync(HttpContext context, InitiativeReader reader, HeavyWork heavy, string org, string id, Guid act) =>
        await reader.ReadEntriesAsync(new(org), new(id), new(), context.RequestAborted, heavy.For(context, new(org))) is { } view
            && await reader.RowsAsync(new(org), new(id), new(), context.RequestAborted) is { } known ? ActModel.FromRows(view, known, new(act)) : null;

    private static IResult Page(HttpContext context, ActModel shown, Refusal? refusal = null) => PageResults.Of<ActPage>(
        context.Request, refusal is null ? StatusCodes.Status200OK : Problem.StatusOf(refusal), (nameof(ActPage.Model), shown),
        (nameof(ActPage.Refused), refusal));
}
