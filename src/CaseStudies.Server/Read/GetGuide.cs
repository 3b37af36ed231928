using CaseStudies.Domain.Guide;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Read;

/// <summary>The guide to the figures. It is public and the same for everybody.</summary>
internal static class GetGuide
{
    private const string First = "index";

    public static void Map(IEndpointRouteBuilder routes)
    {
        Describe(routes.MapGet("/guide", (HttpContext context) => Answer(context, First)));
        Describe(routes.MapGet("/guide/{page}", (HttpContext context, string page) => Answer(context, page)));
    }

    private static void Describe(RouteHandlerBuilder route) => route.ExcludeFromDescription().ProducesPageAnd<GuidePage>();

    private static IResult Answer(HttpContext context, string name) => GuidePages.All.FirstOrDefault(p => p.Name == name) is { } page
        ? ReadEndpoints.Answer(context, pages => pages.Guide(page), () => page)
        : Problem.NotFound(context);
}
