using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;

namespace CaseStudies.Server.Recording;

/// <summary>Changes how an adopted figure is counted, from a day on and for a reason. The figures by the earlier definition stay.</summary>
internal static class RevisionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var page = routes.MapGroup("/organisations/{org}/initiatives/{id}/figures/{indicator}/revision").RequireAuthorization(Policies.Least(Role.Manager))
            .ExcludeFromDescription();
        page.MapGet("", async (HttpContext context, FormRecorder forms, string org, string id, string indicator) =>
                await FindAsync(context, forms, org, id, indicator) is var (view, _, latest)
                    ? Page(context, view, latest, FigureForm.FromDefinition(
                        latest.Definition, Versions(view.Book, latest.Key), new(view.Book), forms.Today(view)), FormAnswer.Opened, null)
                    : Problem.NotFound(context))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        page.MapPost("", PressedAsync);
    }

    private static async Task<IResult> PressedAsync(HttpContext context, FormRecorder forms, string org, string id, string indicator)
    {
        var sent = await AccountForms.ReadAsync(context, FactForm.MostBytes);
        if (await FindAsync(context, forms, org, id, indicator) is not var (view, known, latest))
            return Problem.NotFound(context);
        var form = FigureForm.FromSent(AccountForms.Word<FigureKind>(sent[FigureForm.KindField].ToString()), sent);
        var (definition, unclear) = form.Read(new(view.Book));
        unclear = unclear.AddRange(form.RevisionMistakes(needsReason: form.IsToBeAdopted));
        // What was sent before is compared with what it replaced then.
        var before = DefinitionHistory.Find(FormRecorder.BookBefore(view, known, form.Command), latest.Key)?.Versions.Last() ?? latest;
        if (form.IsToBeAdopted && definition is not null && DomainJson.AreAlike(definition, before.Definition))
            unclear = unclear.Add(("of", new("前の定義と同じです。変えるところを直してください。", "It is the same definition as before. Change what is to be changed.")));
        if (definition is null || !unclear.IsEmpty)
            return Page(context, view, latest, form, new() { Unclear = unclear }, null);
        return await FigureEndpoint.SendAsync(
            context, forms, new(new(org), new(id)), form, form.ToRevision(latest.Key, definition), isSure: sent["sure"] == "on", (answer, shows) =>
            Page(context, view, latest, form, answer with { Refused = Told(answer.Refused) },
                shows ? TriedFigure.Of(view, form.Of(FigureForm.Period), definition, before.Definition) : null));
    }

    /// <summary>Nobody types the number of a version here: it is out of order where somebody else was faster.</summary>
    private static Refusal? Told(Refusal? refusal) => refusal is { Code: "indicator-version-out-of-order" } ? refusal with
    {
        Sentence = new(
            "この画面を開いたあとに、ほかの人がこの数値の定義を変えました。数値のページからもう一度開いて、今の定義を確かめてください。",
            "Somebody else has changed this definition since this page was opened. Open it again from the page of the figure and look at it as it is now."),
    } : refusal;

    private static async Task<(InitiativeView View, KnownRows Known, AdoptedIndicator Latest)?> FindAsync(
        HttpContext context, FormRecorder forms, string org, string id, string indicator) =>
        Slug.IsValid(indicator) && await forms.ReadAsync(context, org, id) is var (view, known)
            && DefinitionHistory.Find(view.Book, new(indicator)) is { } history ? (view, known, history.Versions.Last()) : null;

    /// <summary>How many versions there were: the number of one that was withdrawn is not used again.</summary>
    private static int Versions(EntryBook book, Slug indicator) => book.OfKind("indicator_revised").Select(e => (IndicatorRevised)e.Fact)
        .Where(r => r.Indicator == indicator).Select(r => r.Version).Append(1).Max();

    private static IResult Page(
        HttpContext context, InitiativeView view, AdoptedIndicator latest, FigureForm? form, FormAnswer answer, TriedFigure? tried) =>
        PageResults.Of<FigureFormPage>(context.Request, answer.Status, (nameof(FigureFormPage.Face), InitiativeHeader.FromView(view)),
            (nameof(FigureFormPage.Form), form), (nameof(FigureFormPage.Answer), answer), (nameof(FigureFormPage.Tried), tried),
            (nameof(FigureFormPage.Revised), latest));
}
