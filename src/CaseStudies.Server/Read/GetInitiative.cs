using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using NodaTime;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Read;

/// <summary>An overview of one initiative with its figures as shown.</summary>
internal static class GetInitiative
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/initiatives/{id}", async (HttpContext context, InitiativeReader reader, HeavyWork heavy, string org, string id) =>
        {
            var view = await reader.ReadWithStandingAsync(new(org), new(id), ViewQueryReader.Read(context.Request), context.RequestAborted,
                heavy.For(context, new(org)));
            return view is null
                ? Problem.NotFound(context)
                : ReadEndpoints.Answer(context, pages => pages.CaseStudy(view), () => Answer.FromView(view));
        })
        .WithName("getInitiative").ShownByGrant(GrantLevel.Entries).Takes(ApiParameters.View)
        .WithSummary("一つの取組と数値 / An initiative with its figures").ProducesPageAnd<Answer>().ProducesProblem(400).ProducesProblem(401)
        .ProducesProblem(403).ProducesProblem(404).ProducesProblem(503);

    /// <param name="Reconstruction">Set where the log is a reconstruction.</param>
    /// <param name="PeriodChoice">Why the figures are those of this period.</param>
    /// <param name="OtherPeriods">Others that can be asked for, the newest first.</param>
    /// <param name="Standing">The state of the period; null where it was never marked.</param>
    /// <param name="Restatements">The number of changes since it was closed.</param>
    /// <param name="Frontier">The stream version up to which entries were known.</param>
    internal sealed record Answer(
        Slug Organisation, Slug Initiative, PublicText? Title, LocalDate? OpenedOn, PublicText? Reconstruction, Period Period, PeriodChoice PeriodChoice,
        ImmutableArray<OfferedPeriod> OtherPeriods, Instant? KnownAt, int Frontier, ImmutableArray<string> Problems,
        ImmutableArray<GetFigures.Line> Figures, PeriodStanding? Standing, int Restatements)
    {
        public static Answer FromView(InitiativeView view)
        {
            var opened = view.Book.InForce<InitiativeOpened>().FirstOrDefault();
            var title = view.Book.InForce<InitiativeRenamed>().OrderBy(r => r.On).LastOrDefault()?.Title ?? opened?.Title;
            return new(view.Organisation, view.Initiative, title, opened?.On, opened?.Reconstruction, view.Period, view.Shown.Choice, view.Shown.Others,
                view.KnownAt, view.Book.Frontier, view.Book.Problems, [.. view.Figures.Select(GetFigures.Line.FromFigure)], view.Standing, view.Restated);
        }
    }
}
