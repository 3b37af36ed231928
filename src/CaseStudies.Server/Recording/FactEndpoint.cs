using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Capture;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;
using CaseStudies.Server.Store;
using NodaTime;

namespace CaseStudies.Server.Recording;

/// <summary>Records one fact of any kind that a form can ask for. What looks like a slip is asked first.</summary>
internal static class FactEndpoint
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/facts", async (HttpContext context, InitiativeReader reader, HeavyWork heavy, string org, string id) =>
                await FindAsync(context, reader, heavy, org, id) is { } view
                    ? PageResults.Of<FactKindsPage>(context.Request, StatusCodes.Status200OK, (nameof(FactKindsPage.Face), InitiativeHeader.FromView(view)))
                    : Problem.NotFound(context))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        pages.MapGet("/facts/{kind}", async (HttpContext context, InitiativeReader reader, HeavyWork heavy, IClock clock, string org, string id, string kind) =>
                FactForm.Kinds.Contains(kind) && await FindAsync(context, reader, heavy, org, id) is { } view
                    ? Page(context, view, FactForm.New(kind, Today(view, clock))) : Problem.NotFound(context))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        pages.MapPost("/facts/{kind}", SaveAsync);
    }

    private static async Task<IResult> SaveAsync(
        HttpContext context, InitiativeReader reader, HeavyWork heavy, Recorder recorder, Doubts doubts, IClock clock, string org, string id, string kind)
    {
        var sent = await AccountForms.ReadAsync(context, FactForm.MostBytes);
        if (!FactForm.Kinds.Contains(kind) || await FindAsync(context, reader, heavy, org, id) is not { } view)
            return Problem.NotFound(context);
        var form = FactForm.FromSent(kind, sent);
        if (form.Mistakes() is { IsEmpty: false } mistakes)
            return Page(context, view, form, mistakes);
        var (actor, stream) = (Actor.OverHttp(context), new StreamKey(new(org), new(id)));
        ReceivedCommand command;
        try
        {
            command = CommandReader.Read("record", form.ToCommand(view.Book, Today(view, clock)));
        }
        catch (MalformedException e)
        {
            return Page(context, view, form, refused: e.Sentence, status: StatusCodes.Status422UnprocessableEntity);
        }

        if (sent["sure"] != "on" && await doubts.OfAsync(stream, command, actor, context.RequestAborted) is { IsEmpty: false } asked)
            return Page(context, view, form, asked: asked);
        var (_, refusal) = await recorder.RecordAsync(stream.Organisation, stream.Initiative, command, actor, context.RequestAborted);
        return refusal is null ? new SeeOther(PageLinks.FromRequest(context.Request).Act(stream.Organisation, stream.Initiative, form.Command))
            : Page(context, view, form, refused: refusal.Sentence, status: Problem.StatusOf(refusal));
    }

    private static Task<InitiativeView?> FindAsync(HttpContext context, InitiativeReader reader, HeavyWork heavy, string org, string id) =>
        reader.ReadEntriesAsync(new(org), new(id), new(), context.RequestAborted, heavy.For(context, new(org)));

    private static LocalDate Today(InitiativeView view, IClock clock) => clock.GetCurrentInstant().InZone(view.Book.Zone).Date;

    private static IResult Page(
        HttpContext context, InitiativeView view, FactForm form, ImmutableArray<(string Field, PublicText What)> mistakes = default,
        ImmutableArray<PublicText> asked = default, PublicText? refused = null, int? status = null) => PageResults.Of<FactPage>(
        context.Request,
        status ?? (mistakes.IsDefaultOrEmpty && asked.IsDefaultOrEmpty ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity),
        (nameof(FactPage.Face), InitiativeHeader.FromView(view)), (nameof(FactPage.Form), form), (nameof(FactPage.Refused), refused),
        (nameof(FactPage.Unclear), mistakes.IsDefault ? [] : mistakes), (nameof(FactPage.Asked), asked.IsDefault ? [] : asked));
}
