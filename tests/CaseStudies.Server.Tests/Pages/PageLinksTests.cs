using CaseStudies.Domain;
using CaseStudies.Server.Pages;
using Microsoft.AspNetCore.Http;
using static CaseStudies.Server.Tests.Pages.PageBook;

namespace CaseStudies.Server.Tests.Pages;

public sealed class PageLinksTests
{
    private static readonly PageLinks s_links = new("/base",
        [new("from", "2025-04-01"), new("knownAt", "2026-04-01T00:00:00+09:00"), new("kind", "a&b"), new("page", "2"), new("lang", "ja")]);

    [Fact]
    public void The_version_asked_for_travels_where_the_same_view_is_shown_and_nowhere_else()
    {
        var links = new PageLinks("", [new("version", "50"), new("page", "3"), new("lang", "en")]);

        Assert.Equal("/organisations/ysc/initiatives/hachifuku?version=50&lang=en", links.CaseStudy(Organisation, Key));
        Assert.Equal("/organisations/ysc/initiatives/hachifuku/entries.xlsx?version=50&lang=en", links.Out(Organisation, Key, "entries.xlsx"));
        Assert.Equal("/organisations/ysc/initiatives/hachifuku/cards?lang=en", links.Print(Organisation, Key, "cards"));
        Assert.Equal(["/?lang=en", "/organisations/ysc?lang=en", "/organisations/ysc/jobs?lang=en", "/guide/count?lang=en", "/reference?lang=en"],
            [links.Home, links.Organisation(Organisation), links.Jobs(Organisation), links.Guide("count"), links.Reference]);
    }

    [Fact]
    public void Period_moment_and_language_travel_and_filters_stay() => Assert.Equal(
        "/base/organisations/ysc/initiatives/hachifuku/figures/visits?from=2025-04-01&knownAt=2026-04-01T00%3A00%3A00%2B09%3A00&lang=ja",
        s_links.Figure(Organisation, Key, S("visits")));

    [Fact]
    public void A_page_of_entries_names_its_kind_and_number() => Assert.Equal(
        "/base/organisations/ysc/initiatives/hachifuku/entries?from=2025-04-01&knownAt=2026-04-01T00%3A00%3A00%2B09%3A00&lang=ja&kind=session_held&page=3",
        s_links.Entries(Organisation, Key, "session_held", 3));

    [Fact]
    public void Switching_the_language_keeps_everything_else() => Assert.Equal(
        "?from=2025-04-01&knownAt=2026-04-01T00%3A00%3A00%2B09%3A00&kind=a%26b&page=2&lang=en", s_links.In(Language.En));

    [Fact]
    public void A_path_that_looks_like_another_host_does_not_lead_there()
    {
        var request = new DefaultHttpContext().Request;
        request.Path = "//elsewhere.example/x";

        var links = PageLinks.FromRequest(request);

        Assert.Equal(("?", "?lang=en"), (links.Same, links.In(Language.En)));
    }

    [Fact]
    public void Without_a_query_addresses_stay_short() => Assert.Equal(
        ("/", "/organisations/ysc"), (Rendered.Links().Home, Rendered.Links().Organisation(Organisation)));
}
