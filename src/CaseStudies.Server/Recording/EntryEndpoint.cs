using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;
using CaseStudies.Server.Store;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Recording;

/// <summary>One entry with its whole history, and the forms that correct or withdraw it for a reason.</summary>
internal static class EntryEndpoint
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/entries/{entry:guid}", async (HttpContext context, InitiativeReader reader, HeavyWork heavy, string org, string id, Guid entry) =>
                await FindAsync(context, reader, heavy, org, id, entry) is { } shown ? Page(context, shown) : Problem.NotFound(context))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        pages.MapPost("/entries/{entry:guid}", PressedAsync);
    }

    private static async Task<IResult> PressedAsync(
        HttpContext context, InitiativeReader reader, HeavyWork heavy, Recorder recorder, Doubts doubts, string org, string id, Guid entry)
    {
        var sent = await AccountForms.ReadAsync(context, FactForm.MostBytes);
        if (await FindAsync(context, reader, heavy, org, id, entry) is not { Now: { } fact } shown)
            return Problem.NotFound(context);
        var form = shown.Form with { Command = new(AccountForms.Id(sent["command"])), Typed = FactForm.FieldsOf(sent) };
        var withdraws = sent["press"] == EntryPage.Withdraw;
        shown = withdraws ? shown : shown with { Form = form };
        var mistakes = withdraws ? [] : form.Mistakes().AddRange(form.NewWords(shown.Face.View.Book));
        var reason = Kebab.Find<ReasonCode>(sent[EntryPage.Reason].ToString());
        if (reason is null)
            mistakes = mistakes.Add((EntryPage.Reason, new("理由を選んでください。", "Choose the reason.")));
        if (!mistakes.IsEmpty)
            return Page(context, shown with { Unclear = mistakes });
        var (actor, stream) = (Actor.OverHttp(context), new StreamKey(new(org), new(id)));
        ReceivedCommand command;
        try
        {
            command = CommandReader.Read(withdraws ? "withdraw" : "correct", Body());
        }
        catch (MalformedException e)
        {
            return Page(context, shown with { Refused = e.Sentence }, StatusCodes.Status422UnprocessableEntity);
        }

        if (sent["sure"] != "on" && await doubts.OfAsync(stream, command, actor, context.RequestAborted) is { IsEmpty: false } asked)
            return Page(context, shown with { Asked = asked, Withdraws = withdraws });
        var (_, refusal) = await recorder.RecordAsync(stream.Organisation, stream.Initiative, command, actor, context.RequestAborted);
        return refusal is null ? new SeeOther(PageLinks.FromRequest(context.Request).Act(stream.Organisation, stream.Initiative, form.Command))
            : Page(context, shown with { Refused = refusal.Sentence }, Problem.StatusOf(refusal));

        JsonObject Body()
        {
            var body = new JsonObject
            {
                ["command"] = $"{form.Command}", ["entry"] = $"{entry}",
                ["version"] = int.TryParse(sent[EntryPage.Seen], out var version) ? version : throw AccountForms.Unknown(),
                ["reason"] = new JsonObject { ["code"] = Kebab.FromEnum(reason!.Value) },
            };
            if (sent["note"].ToString().ReplaceLineEndings("\n").Trim() is { Length: > 0 } note)
                body["reason"]!["note"] = note;
            if (!withdraws)
                body["replacement"] = form.ToReplacement(fact, shown.Face.View.Book);
            return body;
        }
    }

    private static async Task<EntryModel?> FindAsync(HttpContext context, InitiativeReader reader, HeavyWork heavy, string org, string id, Guid entry)
    {
        if (await reader.ReadEntriesAsync(new(org), new(id), new(), context.RequestAborted, heavy.For(context, new(org))) is not { } view
            || await reader.RowsAsync(new(org), new(id), new(), context.RequestAborted) is not { } known)
            return null;
        var changes = ChangeLog.FromRows(known.Rows, view.Book.Frontier).Where(c => c.Entry == new EntryId(entry)).ToList();
        if (changes.Count == 0)
            return null;
        // The notes on reasons are private, and nobody needs them here.
        var told = new List<ChangeRecord>();
        await foreach (var change in new ChangeDescriber(null, new(org), known).DescribeAsync(changes, context.RequestAborted))
            told.Add(change);
        return EntryModel.FromChanges(view, changes, told, ReaderLanguage.FromRequest(context.Request));
    }

    private static IResult Page(HttpContext context, EntryModel shown, int? status = null) => PageResults.Of<EntryPage>(
        context.Request,
        status ?? (shown.Unclear.IsEmpty && shown.Asked.IsEmpty ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity),
        (nameof(EntryPage.Model), shown));
}
