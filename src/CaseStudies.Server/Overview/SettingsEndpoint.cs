using CaseStudies.Server.Pages;
using CaseStudies.Server.Projections;

namespace CaseStudies.Server.Overview;

/// <summary>What is set for the organisation as a whole, each for those who may see it.</summary>
internal static class SettingsEndpoint
{
    public static void Map(IEndpointRouteBuilder pages) => pages
        .MapGet("/settings", async (HttpContext context, OrganisationReader organisations, string org) =>
        {
            var details = await organisations.FindAsync(new(org), context.RequestAborted) ?? new();
            return PageResults.Of<SettingsPage>(context.Request, StatusCodes.Status200OK, (nameof(SettingsPage.Organisation), new Domain.Slug(org)),
                (nameof(SettingsPage.Details), details));
        })
        .Produces(StatusCodes.Status200OK, contentType: "text/html");
}
