using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Recording;

/// <summary>One entry with its whole history, and the forms that correct or withdraw it for a reason.</summary>
internal static class EntryEndpoint
{
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/entries/{entry:guid}", async (HttpContext context, FormRecorder forms, string org, string id, Guid entry) =>
                await FindAsync(context, forms, org, id, entry) is { } shown ? Page(context, shown) : Problem.NotFound(context))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        pages.MapPost("/entries/{entry:guid}", PressedAsync);
    }

    private static async Task<IResult> PressedAsync(HttpContext context, FormRecorder forms, string org, string id, Guid entry)
    {
        var sent = await AccountForms.ReadAsync(context, FactForm.MostBytes);
        if (await FindAsync(context, forms, org, id, entry) is not { } shown)
            return Problem.NotFound(context);
        var (withdraws, reason) = (sent["press"] == EntryPage.Withdraw, Kebab.Find<ReasonCode>(sent[EntryPage.Reason].ToString()));
        var form = shown.Form with { Command = new(AccountForms.Id(sent["command"])), Values = FactForm.FieldsOf(sent) };
        shown = shown with { Sent = form, Form = withdraws ? shown.Form : form, Withdraws = withdraws };
        var mistakes = withdraws ? [] : form.Mistakes().AddRange(form.NewWords(shown.Face.View.Book));
        if (reason is null)
            mistakes = mistakes.Add((EntryPage.ReasonOf(withdraws), new("理由を選んでください。", "Choose the reason.")));
        var answer = !mistakes.IsEmpty ? new() { Unclear = mistakes }
            : await forms.RecordAsync(context, new(new(org), new(id)), withdraws ? "withdraw" : "correct", Body(), isSure: sent["sure"] == "on");
        return answer is null ? new SeeOther(PageLinks.FromRequest(context.Request).Act(new(org), new(id), form.Command))
            : Page(context, shown with { Answer = answer });

        JsonObject Body()
        {
            var why = new JsonObject { ["code"] = Kebab.FromEnum(reason!.Value) };
            if (form.Of(EntryPage.Note) is { Length: > 0 } note)
                why["note"] = note;
            var body = new JsonObject
            {
                ["command"] = $"{form.Command}", ["entry"] = $"{entry}", ["reason"] = why,
                ["version"] = int.TryParse(form.Of(EntryPage.Seen), out var version) ? version : throw AccountForms.Unknown(),
            };
            if (!withdraws)
                body["replacement"] = form.ToReplacement(shown.Content, shown.Face.View.Book);
            return body;
        }
    }

    private static async Task<EntryModel?> FindAsync(HttpContext context, FormRecorder forms, string org, string id, Guid entry)
    {
        if (await forms.ReadAsync(context, org, id) is not var (view, known))
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

    private static IResult Page(HttpContext context, EntryModel shown) =>
        PageResults.Of<EntryPage>(context.Request, shown.Answer.Status, (nameof(EntryPage.Model), shown));
}
