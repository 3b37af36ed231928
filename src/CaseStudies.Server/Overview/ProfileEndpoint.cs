using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Recording;

namespace CaseStudies.Server.Overview;

/// <summary>The organisation's profile, which an owner sets, and its fiscal year, which a manager may set, too.</summary>
internal static class ProfileEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var page = routes.MapGroup("/organisations/{org}/profile").RequireAuthorization(Policies.Least(Role.Manager)).ExcludeFromDescription();
        page.MapGet("", async (HttpContext context, OrganisationReader organisations, string org) =>
                Page(context, new(org), await FindAsync(context, organisations, org), FormAnswer.Opened))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        page.MapPost("", SaveAsync);
    }

    private static async Task<IResult> SaveAsync(HttpContext context, OrganisationReader organisations, OrganisationRecorder recorder, string org)
    {
        var sent = await AccountForms.ReadAsync(context, FactForm.MostBytes);
        var (organisation, actor, stop) = (new Slug(org), Actor.OverHttp(context), context.RequestAborted);
        var (role, command) = (Caller.Of(context).Role, $"{AccountForms.Id(sent["command"])}");
        var saved = await FindAsync(context, organisations, org);
        FormAnswer? answer;
        var typed = ProfileForm.FromOrganisation(saved);
        switch (sent["press"].ToString())
        {
            case ProfilePage.Describe when role < Role.Owner:
                return Problem.FromRefusal(Refusals.RoleInsufficient(role, Role.Owner), context);
            case ProfilePage.Describe:
                typed = ProfileForm.FromSent(sent) with { FirstMonth = saved.FirstMonth };
                answer = await RecordAsync<DescribeOrganisation.Body>(
                    new() { ["command"] = command, ["profile"] = typed.ToProfile() },
                    (body, canonical) => recorder.DescribeAsync(organisation, body.Profile, body.Command, canonical, actor, stop));
                break;
            case ProfilePage.Declare:
                answer = await RecordAsync<DeclareFiscalYear.Body>(
                    new() { ["command"] = command, ["fiscalYear"] = new JsonObject { ["firstMonth"] = Typed.Whole(sent["month"].ToString()) ?? 0 } },
                    (body, canonical) => recorder.DeclareAsync(organisation, body.FiscalYear, body.Command, canonical, actor, stop));
                break;
            default:
                throw AccountForms.Unknown();
        }

        return answer is null ? new SeeOther(PageLinks.FromRequest(context.Request).Settings(organisation)) : Page(context, organisation, typed, answer);
    }

    /// <returns>Null: it is recorded.</returns>
    private static async Task<FormAnswer?> RecordAsync<T>(JsonObject body, Func<T, byte[], Task<Refusal?>> record)
    {
        try
        {
            return await record(ContractValidator.Read<T>(body), CanonicalJson.Bytes(body)) is { } refusal ? new() { Refused = refusal } : null;
        }
        catch (MalformedException e)
        {
            return new() { Refused = FormAnswer.Malformed(e) };
        }
    }

    private static async Task<Organisation> FindAsync(HttpContext context, OrganisationReader organisations, string org) =>
        await organisations.FindAsync(new(org), context.RequestAborted) ?? new();

    private static IResult Page(HttpContext context, Slug organisation, Organisation saved, FormAnswer answer) =>
        Page(context, organisation, ProfileForm.FromOrganisation(saved), answer);

    private static IResult Page(HttpContext context, Slug organisation, ProfileForm form, FormAnswer answer) => PageResults.Of<ProfilePage>(
        context.Request, answer.Status, (nameof(ProfilePage.Organisation), organisation), (nameof(ProfilePage.Form), form),
        (nameof(ProfilePage.Answer), answer));
}
