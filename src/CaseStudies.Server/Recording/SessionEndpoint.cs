using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
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

/// <summary>Records a session with its headcounts. What looks like a slip is asked first.</summary>
internal static class SessionEndpoint
{
    private const string Sure = "sure";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/record/{strand}", async (
                HttpContext context, InitiativeReader reader, HeavyWork heavy, IClock clock, string org, string id, string strand) =>
                await FindAsync(context, reader, heavy, org, id, strand) is { } view
                    ? Page(context, view, new(strand), SessionForm.New(view.Book, new(strand), clock.GetCurrentInstant().InZone(view.Book.Zone).Date))
                    : Problem.NotFound(context))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        pages.MapPost("/record/{strand}", SaveAsync);
    }

    private static async Task<IResult> SaveAsync(
        HttpContext context, InitiativeReader reader, HeavyWork heavy, Recorder recorder, Doubts doubts, string org, string id, string strand)
    {
        var sent = await AccountForms.ReadAsync(context);
        if (await FindAsync(context, reader, heavy, org, id, strand) is not { } view)
            return Problem.NotFound(context);
        var form = SessionForm.FromSent(sent);
        if (form.Mistakes() is { IsEmpty: false } mistakes)
            return Page(context, view, new(strand), form, mistakes);
        var (command, actor, stream) = (CommandReader.Read("record", form.ToCommand(new(strand))), Actor.OverHttp(context), new StreamKey(new(org), new(id)));
        if (sent[Sure] != "on" && await AskedAsync() is { IsEmpty: false } asked)
            return Page(context, view, new(strand), form, asked: asked);
        var (_, refusal) = await recorder.RecordAsync(stream.Organisation, stream.Initiative, command, actor, context.RequestAborted);
        return refusal is null ? new SeeOther(PageLinks.FromRequest(context.Request).Act(stream.Organisation, stream.Initiative, form.Command))
            : Page(context, view, new(strand), form, refusal: refusal);

        async Task<ImmutableArray<PublicText>> AskedAsync() =>
        [
            .. form.SaysNobodyCame ? [SessionPage.NobodyCame] : Array.Empty<PublicText>(),
            .. await doubts.OfAsync(stream, command, actor, context.RequestAborted),
        ];
    }

    private static async Task<InitiativeView?> FindAsync(
        HttpContext context, InitiativeReader reader, HeavyWork heavy, string org, string id, string strand) =>
        Slug.IsValid(strand)
            && await reader.ReadEntriesAsync(new(org), new(id), new(), context.RequestAborted, heavy.For(context, new(org))) is { } view
            && view.Book.InForce<StrandStarted>().Any(s => s.Strand.Value == strand) ? view : null;

    private static IResult Page(
        HttpContext context, InitiativeView view, Slug strand, SessionForm form, ImmutableArray<(string Field, PublicText What)> mistakes = default,
        ImmutableArray<PublicText> asked = default, Refusal? refusal = null)
    {
        context.Response.Headers.ContentSecurityPolicy = SecurityHeadersMiddleware.Policy + "; script-src 'self'";
        var status = refusal is not null ? Problem.StatusOf(refusal)
            : mistakes.IsDefaultOrEmpty && asked.IsDefaultOrEmpty ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
        return PageResults.Of<SessionPage>(context.Request, status, (nameof(SessionPage.Face), InitiativeHeader.FromView(view)),
            (nameof(SessionPage.Strand), strand), (nameof(SessionPage.Form), form), (nameof(SessionPage.Refused), refusal),
            (nameof(SessionPage.Unclear), mistakes.IsDefault ? [] : mistakes), (nameof(SessionPage.Asked), asked.IsDefault ? [] : asked));
    }
}
