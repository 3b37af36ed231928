using CaseStudies.Domain;
using CaseStudies.Domain.Guide;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Read;
using Microsoft.AspNetCore.Components;

namespace CaseStudies.Server.Pages;

/// <summary>Creates every page. The caller has loaded the data and checked who may see it.</summary>
public static class PageResults
{
    public static IResult CaseStudy(InitiativeView view, Language language, PageLinks links) =>
        Page<CaseStudyPage>(language, links, (nameof(CaseStudyPage.Model), CaseStudyModel.Of(view)));

    /// <param name="figure">One of the figures of the view, or one computed from the same book for the same period.</param>
    public static IResult Figure(InitiativeView view, Figure figure, Language language, PageLinks links) =>
        Page<FigurePage>(language, links, (nameof(FigurePage.Model), FigureModel.Of(view, figure)));

    /// <param name="kind">The kind asked for; null or unknown for all.</param>
    /// <param name="page">From 1.</param>
    public static IResult Entries(InitiativeView view, string? kind, int page, Language language, PageLinks links) =>
        Page<EntriesPage>(language, links, (nameof(EntriesPage.Model), EntriesModel.Of(view, kind, page)));

    public static IResult Initiatives(Slug organisation, PublicText? name, IReadOnlyList<PortfolioItem> items, Language language, PageLinks links) =>
        Page<InitiativesPage>(language, links,
            (nameof(InitiativesPage.Organisation), organisation), (nameof(InitiativesPage.DisplayName), name), (nameof(InitiativesPage.Items), items));

    public static IResult Home(IReadOnlyList<OrganisationItem> items, Language language, PageLinks links) =>
        Page<HomePage>(language, links, (nameof(HomePage.Items), items));

    public static IResult Guide(GuidePage page, Language language, PageLinks links) => Page<GuideView>(language, links, (nameof(GuideView.Page), page));

    public static IResult AttendanceSheet(Roster roster, Language language, PageLinks links) =>
        Page<AttendanceSheetPage>(language, links, (nameof(AttendanceSheetPage.Model), AttendanceSheetModel.Of(roster)));

    public static IResult Cards(Roster roster, Language language, PageLinks links) => Page<CardsPage>(language, links, (nameof(CardsPage.Roster), roster));

    public static IResult Reference(ReferenceModel model, Language language, PageLinks links) =>
        Page<ReferencePage>(language, links, (nameof(ReferencePage.Model), model));

    /// <summary>Answers with the status of the problem.</summary>
    public static IResult Problem(ProblemText problem, Language language, PageLinks links)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new PageResult<ProblemPage>(problem.Status, language, Parameters(language, links, (nameof(ProblemPage.Problem), problem)));
    }

    private static PageResult<T> Page<T>(Language language, PageLinks links, params (string Name, object? Value)[] parameters) where T : IComponent =>
        new(StatusCodes.Status200OK, language, Parameters(language, links, parameters));

    private static Dictionary<string, object?> Parameters(Language language, PageLinks links, params (string Name, object? Value)[] parameters)
    {
        var all = parameters.ToDictionary(p => p.Name, p => p.Value);
        all[nameof(PageComponent.Language)] = language;
        all[nameof(PageComponent.Links)] = links;
        return all;
    }
}
