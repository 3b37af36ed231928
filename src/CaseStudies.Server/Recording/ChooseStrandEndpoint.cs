using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;

namespace CaseStudies.Server.Recording;

/// <summary>The first page of recording: which strand meets today.</summary>
internal static class ChooseStrandEndpoint
{
    public static void Map(IEndpointRouteBuilder pages) => pages
        .MapGet("/record", async (HttpContext context, FormRecorder forms, string org, string id) => await forms.ReadAsync(context, org, id) is var (view, _)
            ? PageResults.Of<ChooseStrandPage>(context.Request, StatusCodes.Status200OK, (nameof(ChooseStrandPage.Face), InitiativeHeader.FromView(view)),
                (nameof(ChooseStrandPage.Strands), StrandsOfDay.FromBook(view.Book, forms.Today(view))))
            : Problem.NotFound(context))
        .Produces(StatusCodes.Status200OK, contentType: "text/html");
}
