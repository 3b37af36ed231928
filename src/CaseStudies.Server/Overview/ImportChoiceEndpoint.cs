using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Projections;
using CaseStudies.Server.Read;

namespace CaseStudies.Server.Overview;

/// <summary>A file is imported into one initiative: this page offers them.</summary>
internal static class ImportChoiceEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/organisations/{org}/imports", async (HttpContext context, PortfolioReader portfolio, OrganisationReader organisations, string org) =>
        {
            var items = await portfolio.InitiativesAsync(new(org), context.RequestAborted);
            var profile = (await organisations.FindAsync(new(org), context.RequestAborted))?.Profile;
            return PageResults.Of<ImportChoicePage>(context.Request, StatusCodes.Status200OK,
                (nameof(ImportChoicePage.Organisation), new Domain.Slug(org)), (nameof(ImportChoicePage.DisplayName), profile?.Name),
                (nameof(ImportChoicePage.Items), items.OrderByDescending(i => i.LastRecordedAt).ToList()));
        })
        .RequireAuthorization(Policies.Least(Role.Staff)).ExcludeFromDescription().Produces(StatusCodes.Status200OK, contentType: "text/html");
}
