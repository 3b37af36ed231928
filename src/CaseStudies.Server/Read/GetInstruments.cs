using System.Collections.Immutable;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using NodaTime;

namespace CaseStudies.Server.Read;

/// <summary>The published instruments included with the program, each as the fact that introduces it, ready to send.</summary>
internal static class GetInstruments
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/instruments", () => Results.Json(Instruments.All.Select(Item.FromInstrument), DomainJson.Options))
            .WithName("getInstruments").WithSummary("公表された調査票の一覧 / The published instruments included with the program").Produces<List<Item>>()
            .ProducesProblem(401);

        routes.MapGet("/instruments/{key}", (HttpContext context, string key) => Instruments.Find(new(key)) is { } shipped
                // Serialised as a fact, with its kind; the declared type of the answer would leave it out.
                ? Results.Json(JsonSerializer.SerializeToNode<InitiativeFact>(shipped.Introduced(Dates.Parse(Day(context.Request))), DomainJson.Options))
                : Problem.NotFound(context))
            .WithName("getInstrument")
            .Takes(new ApiParameter("on", "導入する日 / The day on which it is introduced.", ApiParameters.Text<LocalDate>, Required: true))
            .WithSummary("調査票を導入する記録(そのまま facts に入れて送る) / The fact that introduces an instrument, to be sent as it is among the facts of an act")
            .Produces<InitiativeFact>().ProducesProblem(400).ProducesProblem(401).ProducesProblem(404);
    }

    private static string Day(HttpRequest request) => request.Query["on"] is [{ } day]
        ? day
        : throw new MalformedException(new("導入する日を ?on=2025-04-01 のように一つ書いてください。", "Give the date on which it is introduced, for example ?on=2025-04-01."));

    /// <param name="Scores">The range of one respondent's score; null where the source gives no scores.</param>
    internal sealed record Item(Slug Instrument, int Version, PublicText Title, PublicText Source, ScoreRange? Scores, ImmutableArray<SurveyItem> Items)
    {
        public static Item FromInstrument(ShippedInstrument shipped) =>
            new(shipped.Key, shipped.Version, shipped.Title, shipped.Source, shipped.Scores, shipped.Items);
    }
}
