using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Capture;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Read;

namespace CaseStudies.Server.Overview;

/// <summary>
/// Finds initiatives, strands, figures and, for those who may look for names, people. What is looked for is sent in a body: an address may be logged, and it
/// may be a name.
/// </summary>
internal static class SearchEndpoint
{
    /// <summary>The strands and figures of more initiatives are not looked through at once; those recorded last come first.</summary>
    public const int MostInitiatives = 50;

    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/search", (HttpContext context, OrganisationReader organisations, string org) => PageAsync(context, organisations, new(org), null))
            .Produces(StatusCodes.Status200OK, contentType: "text/html");
        pages.MapPost("/search", FindAsync);
    }

    private static async Task<IResult> FindAsync(
        HttpContext context, PortfolioReader portfolio, OrganisationReader organisations, InitiativeReader initiatives, HeavyWork heavy,
        VaultNames names, string org)
    {
        var form = await AccountForms.ReadAsync(context);
        var (organisation, typed, stop) = (new Slug(org), form["for"].ToString().Trim(), context.RequestAborted);
        if (typed.Length is 0 or > VaultNames.Longest)
            throw new MalformedException(new($"探す言葉を {VaultNames.Longest} 文字までで入力してください。", $"Type what to look for, up to {VaultNames.Longest} characters."));
        var items = (await portfolio.InitiativesAsync(organisation, stop)).OrderByDescending(i => i.LastRecordedAt).ToList();
        var found = new Found(typed, PageLinks.FromRequest(context.Request), organisation);
        foreach (var (index, item) in items.Index())
        {
            if (index < MostInitiatives && item.Blocked is null
                && await initiatives.ReadEntriesAsync(organisation, item.Initiative, new(), stop, heavy.For(context, organisation)) is { } view)
                found.Add(view);
            else
                found.Add(item);
        }

        if (Caller.Of(context).Role >= Role.Staff)
            found.AddPeople(await names.FindAsync(context, organisation, typed));
        context.Response.Headers.CacheControl = "no-store";
        return await PageAsync(context, organisations, organisation, found);
    }

    private static async Task<IResult> PageAsync(HttpContext context, OrganisationReader organisations, Slug organisation, Found? found) =>
        PageResults.Of<SearchPage>(context.Request, StatusCodes.Status200OK, (nameof(SearchPage.Organisation), organisation),
            (nameof(SearchPage.DisplayName), (await organisations.FindAsync(organisation, context.RequestAborted))?.Profile?.Name),
            (nameof(SearchPage.Found), found));
}
