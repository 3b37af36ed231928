using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Read;

namespace CaseStudies.Server.Overview;

/// <summary>What has the words that somebody looks for, in Japanese, in English or in its key; the form and width of letters do not count.</summary>
public sealed record Found(string Typed, PageLinks Links, Slug Organisation)
{
    /// <summary>Of one kind more are not shown.</summary>
    public const int Most = 50;

    private readonly string _wanted = NameSortKey.FromText(Typed);

    public List<Hit> Initiatives { get; } = [];

    public List<Hit> Strands { get; } = [];

    public List<Hit> Figures { get; } = [];

    public List<Hit> People { get; } = [];

    /// <summary>How many initiatives were not looked through for strands and figures.</summary>
    public int Unread { get; private set; }

    /// <summary>An initiative of which only the list is read, which may lag behind its events.</summary>
    internal void Add(PortfolioItem item)
    {
        Unread++;
        AddInitiative(item.Initiative, item.Title);
    }

    /// <summary>An initiative with its strands and figures.</summary>
    internal void Add(InitiativeView view)
    {
        var (terms, title) = (new Terms(view.Book), InitiativeHeader.FromView(view).Title);
        AddInitiative(view.Initiative, new(title.Ja, title.En));
        foreach (var strand in view.Book.InForce<StrandStarted>().Select(s => s.Strand).Distinct())
        {
            if (terms.Find("strand", strand.Value) is var name && Has(name, strand.Value))
            {
                Strands.Add(new(name, title,
                    Links.Records ? Links.RecordSession(Organisation, view.Initiative, strand) : Links.CaseStudy(Organisation, view.Initiative)));
            }
        }

        foreach (var latest in DefinitionHistory.FromBook(view.Book).Select(d => d.Versions.Last()))
        {
            if (Has(latest.Definition.Label, latest.Key.Value))
                Figures.Add(new(latest.Definition.Label, title, Links.Figure(Organisation, view.Initiative, latest.Key)));
        }
    }

    private void AddInitiative(Slug initiative, PublicText title)
    {
        if (Has(title, initiative.Value))
            Initiatives.Add(new(title, null, Links.CaseStudy(Organisation, initiative)));
    }

    internal void AddPeople(IEnumerable<(PersonId Person, string Name)> people) => People.AddRange(people.Select(p =>
        new Hit(new(p.Name.Length > 0 ? p.Name : p.Person.Value, p.Name.Length > 0 ? p.Name : p.Person.Value), new(p.Person.Value, p.Person.Value),
            Links.Person(Organisation, p.Person))));

    private bool Has(PublicText name, string key) =>
        _wanted.Length > 0 && new[] { name.Ja, name.En, key }.Any(t => NameSortKey.FromText(t).Contains(_wanted, StringComparison.Ordinal));

    /// <param name="Of">The initiative to which it belongs; of a person the id.</param>
    public sealed record Hit(PublicText Name, Wording.LocalizedText? Of, string Address);
}
