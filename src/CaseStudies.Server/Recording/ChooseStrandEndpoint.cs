using CaseStudies.Server.Access;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Read;
using NodaTime;

namespace CaseStudies.Server.Recording;

/// <summary>The first page of recording: which strand meets today.</summary>
internal static class ChooseStrandEndpoint
{
    public static void Map(IEndpointRouteBuilder pages) => pages
        .MapGet("/record", async (HttpContext context, InitiativeReader reader, HeavyWork heavy, IClock clock, string org, string id) =>
            await reader.ReadEntriesAsync(new(org), new(id), new(), context.RequestAborted, heavy.For(context, new(org))) is { } view
                ? PageResults.Of<ChooseStrandPage>(context.Request, StatusCodes.Status200OK, (nameof(ChooseStrandPage.Face), InitiativeHeader.FromView(view)),
                    (nameof(ChooseStrandPage.Strands), StrandsOfDay.FromBook(view.Book, clock.GetCurrentInstant().InZone(view.Book.Zone).Date)))
                : Problem.NotFound(context))
        .Produces(StatusCodes.Status200OK, contentType: "text/html");
}
