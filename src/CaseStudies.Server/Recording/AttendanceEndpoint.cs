using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Capture;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Recording;

/// <summary>Says who came to a session: by ticking, by the ids on participation cards, and by enrolling somebody at the door.</summary>
internal static class AttendanceEndpoint
{
    public const string Enrol = "enrol", Sure = "sure";

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/sessions/{session:guid}/attendance", async (
                HttpContext context, FormRecorder forms, RosterReader rosters, string org, string id, Guid session) =>
                await FindAsync(context, forms, rosters, org, id, new(session)) is { } model ? Page(context, model) : Problem.NotFound(context))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        pages.MapPost("/sessions/{session:guid}/attendance", SaveAsync);
    }

    private static async Task<IResult> SaveAsync(
        HttpContext context, FormRecorder forms, RosterReader rosters, VaultNames names, string org, string id, Guid session)
    {
        var sent = await AccountForms.ReadAsync(context, AttendanceForm.MostBytes);
        var (form, enrols) = (AttendanceForm.FromSent(sent), sent["press"] == Enrol);
        if (await FindAsync(context, forms, rosters, org, id, new(session), enrols ? form.Newcomer.Command : form.Command) is not { } model)
            return Problem.NotFound(context);
        (form, var unknown) = form.WithCodes(model.Listed.Union(model.There.Select(p => p.Person)));
        model = model with { Form = form };
        return enrols ? await EnrolAsync(context, forms, rosters, names, model, sent[Sure] == "on")
            : await TickAsync(context, forms, model, unknown, sent[Sure] == "on");
    }

    private static async Task<IResult> TickAsync(HttpContext context, FormRecorder forms, AttendanceModel model, ImmutableArray<string> unknown, bool isSure)
    {
        var (form, mistakes) = (model.Form, ImmutableArray.CreateBuilder<(string, PublicText)>());
        mistakes.AddRange(unknown.Select(c => (
            "codes", new PublicText($"「{c}」は、この日の登録者のIDではありません。", $"'{c}' is not the id of anybody enrolled on this day."))));
        if (!form.Newcomer.IsEmpty)
            mistakes.Add(("name", new("はじめての人は「登録して出席にする」で先に登録するか、名前を消してください。",
                "Enrol the newcomer first with the button below the name, or clear the name.")));
        if (mistakes.Count == 0 && form.Ticked.Except(model.There.Select(p => p.Person)).IsEmpty)
            mistakes.Add(("people", new("来た人を選んでください。", "Tick who came.")));
        var answer = mistakes.Count > 0 ? new() { Unclear = mistakes.ToImmutable() }
            : await forms.RecordAsync(
                context, StreamOf(model), "record", form.ToCommand(model.Session.Session, model.There.Select(p => p.Person)), isSure);
        return answer is null ? new SeeOther(PageLinks.FromRequest(context.Request).Act(model.Face.View.Organisation, model.Face.View.Initiative, form.Command))
            : Page(context, model with { Answer = answer });
    }

    private static async Task<IResult> EnrolAsync(
        HttpContext context, FormRecorder forms, RosterReader rosters, VaultNames names, AttendanceModel model, bool isSure)
    {
        var (newcomer, stream) = (model.Form.Newcomer, StreamOf(model));
        if (newcomer.Mistakes() is { IsEmpty: false } mistakes)
            return Page(context, model with { Answer = new() { Unclear = mistakes } });
        var alike = await Namesakes.FindAsync(context, names, model);
        var isKnown = alike.Any(a => a.Person.Value == newcomer.Same);
        if (newcomer.Same != NewcomerForm.Another && !isKnown && !alike.IsEmpty)
        {
            return Page(context, model with
            {
                Alike = alike,
                Answer = new() { Unclear = [("same", new("同じ名前の人がいます。どの人か選んでください。", "Somebody has this name already. Say who it is."))] },
            });
        }

        // No other id than one that was asked for.
        newcomer = newcomer with { Same = isKnown ? newcomer.Same : NewcomerForm.Another };
        var command = newcomer.ToCommand(model.Session.Session, model.Session.On, model.Face.View.Book,
            p => model.Listed.Contains(p) || model.There.Any(t => t.Person == p), out var enrolment);
        var entry = enrolment is { } place && newcomer.Reading.Length > 0 ? EntryId.ForCommand(newcomer.Command, place) : (EntryId?)null;
        var answer = await forms.RecordWithAsync(context, stream, "record", command, isSure, entry is { } enrolled
            ? [VaultDeposit.WithNewSalt(FuriganaIds.ForEnrolment(stream, enrolled.Value), FuriganaIds.Field, newcomer.Reading)] : []);
        if (answer is not null)
            return Page(context, model with { Answer = answer, Alike = alike });
        // The page again, with whoever is ticked and not recorded yet.
        var after = (await FindAsync(context, forms, rosters, stream.Organisation.Value, stream.Initiative.Value, model.Session.Session))!;
        return Page(context, after with { Form = model.Form with { Newcomer = after.Form.Newcomer }, JustEnrolled = newcomer.Command });
    }

    /// <param name="before">A command of the form: a form that is sent again says the same as at first.</param>
    /// <returns>Null: there is no such session.</returns>
    private static async Task<AttendanceModel?> FindAsync(
        HttpContext context, FormRecorder forms, RosterReader rosters, string org, string id, SessionId session, CommandId? before = null)
    {
        if (await forms.ReadAsync(context, org, id) is not var (view, known))
            return null;
        if (before is { } command)
            view = view with { Book = FormRecorder.BookBefore(view, known, command) };
        if (view.Book.Session(session) is not { } held)
            return null;
        context.Response.Headers.CacheControl = "no-store";
        return AttendanceModel.FromView(view, held, await rosters.EverybodyAsync(view, context.RequestAborted));
    }

    private static StreamKey StreamOf(AttendanceModel model) => new(model.Face.View.Organisation, model.Face.View.Initiative);

    private static IResult Page(HttpContext context, AttendanceModel model)
    {
        ScriptPolicy.Allow(context);
        return PageResults.Of<AttendancePage>(context.Request, model.Answer.Status, (nameof(AttendancePage.Model), model));
    }
}
