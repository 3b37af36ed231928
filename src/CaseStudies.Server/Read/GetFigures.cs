using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Read;

/// <summary>The figures of an initiative, and one figure with everything that explains it.</summary>
internal static class GetFigures
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/initiatives/{id}/figures", async (HttpContext context, InitiativeReader reader, HeavyWork heavy, string org, string id) =>
            {
                var view = await reader.ReadAsync(new(org), new(id), ViewQueryReader.Read(context.Request), context.RequestAborted,
                    heavy.For(context, new(org)));
                return view is null ? Problem.NotFound(context) : Results.Json(view.Figures.Select(Line.FromFigure), DomainJson.Options);
            })
            .WithName("getFigures").ShownByGrant(GrantLevel.Figures).Takes(ApiParameters.View)
            .WithSummary("すべての数値(表示される形) / All figures, as shown").Produces<List<Line>>().ProducesProblem(400).ProducesProblem(401)
            .ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);

        routes.MapGet("/initiatives/{id}/figures/{indicator}", async (
            HttpContext context, InitiativeReader reader, HeavyWork heavy, string org, string id, string indicator) =>
            {
                var view = await reader.ReadAsync(new(org), new(id), ViewQueryReader.Read(context.Request, new(indicator)), context.RequestAborted,
                    heavy.For(context, new(org)));
                return view?.Figures.FirstOrDefault() is { } figure
                    ? ReadEndpoints.Answer(context, pages => pages.Figure(view, figure), () => figure)
                    : Problem.NotFound(context);
            })
            .WithName("getFigure").ShownByGrant(GrantLevel.Figures).Takes([.. ApiParameters.View, ApiParameters.DefinitionVersion])
            .WithSummary("一つの数値と、その根拠 / One figure with its derivation").ProducesPageAnd<Figure>().ProducesProblem(400).ProducesProblem(401)
            .ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);
    }

    /// <summary>A figure without its lists of entries.</summary>
    internal sealed record Line(
        Slug Indicator, int Version, Period Period, PublicText Label, FigureStatus Status, FigureValue? Value, PublicText? Shown, Counted Counts,
        TargetComparison? Target, IReadOnlyList<FigureComparison> Comparisons, PublicText Definition, PublicText? Arithmetic, IReadOnlyList<PublicText> Notes,
        LocalDate? SoFar, IReadOnlyList<FigureByVersion> OtherVersions, int UnderReview)
    {
        public static Line FromFigure(Figure f) => new(
            f.Indicator, f.Version, f.Period, f.Definition.Label, f.Status, f.Value, f.Shown, f.Definition.Show.Counts, f.Target,
            f.Comparisons, f.Derivation.Definition, f.Derivation.Arithmetic, f.Derivation.Notes, f.SoFar, f.OtherVersions, f.UnderReview);
    }
}
