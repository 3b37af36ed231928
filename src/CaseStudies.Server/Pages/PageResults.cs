using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Guide;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using Microsoft.AspNetCore.Components;

namespace CaseStudies.Server.Pages;

/// <summary>Every page as an answer, in one language and with the links of one request.</summary>
/// <remarks>The caller has loaded what it shows and decided who may see it.</remarks>
public sealed class PageResults(Language language, PageLinks links) : IPages
{
    private Language Language => language;

    public static PageResults For(HttpRequest request) => new(ReaderLanguage.FromRequest(request), PageLinks.FromRequest(request));

    public IResult Home(SubjectId me, IReadOnlyList<OrganisationItem> organisations) =>
        Page<HomePage>((nameof(HomePage.Me), me), (nameof(HomePage.Items), organisations));

    IResult IPages.Granted(IReadOnlyList<(GrantedInitiative Granted, InitiativeView View)> initiatives, int page, int pages) =>
        Page<GrantedPage>(
            (nameof(GrantedPage.Items), initiatives.Select(i => GrantedItem.FromView(i.Granted, i.View)).ToList()), (nameof(GrantedPage.Number), page),
            (nameof(GrantedPage.Pages), pages));

    public IResult Initiatives(Slug organisation, PublicText? name, IReadOnlyList<PortfolioItem> items) => Page<InitiativesPage>(
        (nameof(InitiativesPage.Organisation), organisation), (nameof(InitiativesPage.DisplayName), name), (nameof(InitiativesPage.Items), items));

    public IResult CaseStudy(InitiativeView view) => Page<CaseStudyPage>((nameof(CaseStudyPage.Model), CaseStudyModel.FromView(view)));

    public IResult Figure(InitiativeView view, Figure figure) =>
        Page<FigurePage>((nameof(FigurePage.Model), FigureModel.FromFigure(view, figure, links.Opens(GrantLevel.Entries))));

    public IResult Entries(InitiativeView view, string? kind, int page) =>
        Page<EntriesPage>((nameof(EntriesPage.Model), EntriesModel.FromView(view, kind, page)));

    public IResult Conflicts(InitiativeView view) => Page<ConflictsPage>((nameof(ConflictsPage.Model), ConflictsModel.FromView(view)));

    public IResult LikelyDuplicates(InitiativeView view) =>
        Page<LikelyDuplicatesPage>((nameof(LikelyDuplicatesPage.Model), LikelyDuplicatesModel.FromView(view)));

    public IResult Warnings(InitiativeView view) => Page<WarningsPage>((nameof(WarningsPage.Model), WarningsModel.FromView(view)));

    public IResult Restatements(InitiativeView view, ImmutableArray<Restatements> closings) =>
        Page<RestatementsPage>((nameof(RestatementsPage.Model), RestatementsModel.FromView(view, closings)));

    public IResult Guide(GuidePage page) => Page<GuideView>((nameof(GuideView.Page), page));

    public IResult AttendanceSheet(Roster roster) => Page<AttendanceSheetPage>((nameof(AttendanceSheetPage.Model), AttendanceSheetModel.FromRoster(roster)));

    public IResult Cards(Roster roster) => Page<CardsPage>((nameof(CardsPage.Roster), roster));

    public IResult Reference(JsonNode document) => Page<ReferencePage>((nameof(ReferencePage.Model), ReferenceModel.FromDocument(document)));

    /// <summary>Answers with the status of the problem.</summary>
    public IResult Problem(ProblemText problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        return new PageResult<ProblemPage>(problem.Status, language, Parameters((nameof(ProblemPage.Problem), problem)));
    }

    /// <summary>A page of a room above, which knows its parameters.</summary>
    public static IResult Of<T>(HttpRequest request, int status, params (string Name, object? Value)[] parameters) where T : IComponent
    {
        var pages = For(request);
        return new PageResult<T>(status, pages.Language, pages.Parameters(parameters));
    }

    private PageResult<T> Page<T>(params (string Name, object? Value)[] parameters) where T : IComponent =>
        new(StatusCodes.Status200OK, language, Parameters(parameters));

    private Dictionary<string, object?> Parameters(params (string Name, object? Value)[] parameters)
    {
        var all = parameters.ToDictionary(p => p.Name, p => p.Value);
        all[nameof(PageComponent.Language)] = language;
        all[nameof(PageComponent.Links)] = links;
        return all;
    }
}
