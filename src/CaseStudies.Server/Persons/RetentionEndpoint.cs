using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Capture;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using NodaTime;

namespace CaseStudies.Server.Persons;

/// <summary>How long names are kept, and the page on which an owner confirms whom to erase. Nobody is erased unasked.</summary>
internal static class RetentionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var owners = routes.MapGroup("/organisations/{org}/retention").RequireAuthorization(Policies.Least(Role.Owner)).WithTags("Read");
        owners.MapGet("", async (HttpContext context, RetentionReader reader, string org) =>
            {
                var proposal = await reader.ReadAsync(context, new(org));
                return Negotiation.WantsPage(context.Request) ? Page(context, proposal) : Results.Json(Answer.Of(proposal), DomainJson.Options);
            })
            .WithName("getRetention").Noted(SecurityEvent.NamesRead)
            .WithSummary("名前を残す年数と、消去を提案する人 / How long names are kept, and who is proposed for erasure").ProducesPageAnd<Answer>()
            .ProducesProblem(401).ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);
        // The forms of the page. Programs set the rule and erase by routes of their own.
        owners.MapPost("", PressedAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> PressedAsync(
        HttpContext context, RetentionReader reader, OrganisationRecorder recorder, Erasure erasure, SecurityLog log, string org)
    {
        var form = await AccountForms.ReadAsync(context);
        var (organisation, command, stop) = (new Slug(org), AccountForms.Id(form["command"]), context.RequestAborted);
        var refusal = form["press"].ToString() switch
        {
            RetentionPage.Declare => await recorder.KeepNamesAsync(organisation, new(Years(form["years"].ToString())), new(command),
                AccountForms.Canonical(form, "press", "years"), Actor.OverHttp(context), stop),
            RetentionPage.Erase when form["sure"] != "on" => new("not-confirmed", Erasure.NotConfirmed),
            RetentionPage.Erase => await EraseAsync(),
            _ => throw AccountForms.Unknown(),
        };
        return refusal is null ? new SeeOther(PageLinks.FromRequest(context.Request).Retention(organisation))
            : Page(context, await reader.ReadAsync(context, organisation), refusal.Sentence, Problem.StatusOf(refusal));

        // Only who is still proposed: the list may be an old one. Each is an erasure of its own, so that what was done stays done.
        async Task<Refusal?> EraseAsync()
        {
            var proposed = (await reader.ReadAsync(context, organisation)).People.Select(p => p.Person.Person).ToHashSet();
            foreach (var person in form["person"].Select(p => PersonId.Plain(p ?? "")).OfType<string>().Select(p => new PersonId(p)).Where(proposed.Contains))
            {
                var (erased, refused) = await erasure.RunAsync(organisation, person, ErasureGround.RetentionOver, new(Guid.NewGuid()),
                    AccountForms.Canonical(form, "press"), Actor.OverHttp(context), stop);
                if (refused is not null)
                    return refused;
                await log.NoteAsync(organisation, log.Of(context, SecurityEvent.PersonErased, about: erased!.Persons[0].Value), stop);
            }

            return null;
        }
    }

    private static int? Years(string text) => text.Length == 0 ? null : int.TryParse(text, out var years) ? years : throw AccountForms.Unknown();

    private static IResult Page(HttpContext context, Proposal proposal, PublicText? error = null, int status = StatusCodes.Status200OK)
    {
        context.Response.Headers.CacheControl = "no-store";
        return PageResults.Of<RetentionPage>(context.Request, status, (nameof(RetentionPage.Shown), proposal), (nameof(RetentionPage.Error), error));
    }

    /// <param name="Years">Null: there is no rule, and nobody is proposed.</param>
    /// <param name="More">How many besides those of the list; they come when these are erased.</param>
    internal sealed record Answer(int? Years, IReadOnlyList<Item> People, int More)
    {
        public static Answer Of(Proposal proposal) =>
            new(proposal.Years, [.. proposal.People.Select(p => new Item(p.Person.Person, p.Person.LastDay, p.Person.Left))], proposal.More);
    }

    /// <param name="LastDay">The last day of all that was recorded of the person.</param>
    /// <param name="Left">The person left on that day. Otherwise nobody said so.</param>
    internal sealed record Item(PersonId Person, LocalDate LastDay, bool Left);
}
