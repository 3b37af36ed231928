using System.Collections.Immutable;
using System.Globalization;
using CaseStudies.Domain;
using CaseStudies.Server.Wording;
using Microsoft.AspNetCore.Http.Extensions;

namespace CaseStudies.Server.Pages;

/// <summary>The links of a page. Period, known-at, version and language are kept; paging and filters are not.</summary>
/// <param name="PathBase">Empty, or the path under which the program is mounted.</param>
/// <param name="Query">The query of the request.</param>
public sealed record PageLinks(string PathBase, ImmutableArray<KeyValuePair<string, string>> Query)
{
    private static readonly ImmutableArray<string> s_travelling = ["from", "to", "knownAt", "version", "lang"];

    public static PageLinks FromRequest(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new(request.PathBase.ToUriComponent(), [.. request.Query.SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v ?? "")))]);
    }

    /// <summary>The parameters that links and the filter form keep from this request.</summary>
    public IEnumerable<KeyValuePair<string, string>> Travelling => Query.Where(q => s_travelling.Contains(q.Key));

    public string Stylesheet => PathBase + Pages.Stylesheet.Address;

    public string PrintStylesheet => PathBase + Pages.Stylesheet.Print.Address;

    public string Home => To("/");

    public string Organisation(Slug organisation) => To($"/organisations/{organisation}");

    public string Jobs(Slug organisation) => To($"/organisations/{organisation}/jobs");

    public string Job(Slug organisation, Guid job) => To($"/organisations/{organisation}/jobs/{job}");

    public string CaseStudy(Slug organisation, Slug initiative) => To($"/organisations/{organisation}/initiatives/{initiative}");

    /// <param name="version">Of its definition; null for the one that governs the period.</param>
    public string Figure(Slug organisation, Slug initiative, Slug key, int? version = null) =>
        To($"/organisations/{organisation}/initiatives/{initiative}/figures/{key}",
            version is { } number ? [new("definitionVersion", number.ToString(CultureInfo.InvariantCulture))] : null);

    /// <param name="page">Null for the first page.</param>
    public string Guide(string? page = null) => To(page is null ? "/guide" : $"/guide/{page}");

    public string Reference => To("/reference");

    public string Entries(Slug organisation, Slug initiative, string? kind = null, int page = 1)
    {
        var more = new List<KeyValuePair<string, string>>();
        if (kind is not null)
            more.Add(new("kind", kind));
        if (page > 1)
            more.Add(new("page", page.ToString(CultureInfo.InvariantCulture)));
        return To($"/organisations/{organisation}/initiatives/{initiative}/entries", more);
    }

    /// <summary>A file or a print of the initiative, such as <c>entries.xlsx</c>.</summary>
    public string Out(Slug organisation, Slug initiative, string what) => To($"/organisations/{organisation}/initiatives/{initiative}/{what}");

    /// <summary>The address of this page, relative to itself: a path such as <c>//elsewhere</c> would lead to another host.</summary>
    public string Same => Relative(Query);

    /// <summary>This page in the other language, with the rest of its query.</summary>
    public string In(Language language) =>
        Relative(Query.Where(q => q.Key != "lang").Append(new("lang", ReaderLanguage.Code(language))));

    private static string Relative(IEnumerable<KeyValuePair<string, string>> query) =>
        new QueryBuilder(query).ToQueryString() is { HasValue: true } some ? some.ToUriComponent() : "?";

    private string To(string path, IEnumerable<KeyValuePair<string, string>>? more = null) =>
        PathBase + path + new QueryBuilder(Travelling.Concat(more ?? [])).ToQueryString();
}
