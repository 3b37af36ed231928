using System.Collections.Immutable;
using System.Globalization;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Wording;
using Microsoft.AspNetCore.Http.Extensions;
using Period = CaseStudies.Domain.Indicators.Period;

namespace CaseStudies.Server.Pages;

/// <summary>
/// The links of a page. The language is kept everywhere; period, known-at and version where the other page shows the same view. Paging and filters are not.
/// </summary>
/// <param name="PathBase">Empty, or the path under which the program is mounted.</param>
/// <param name="Query">The query of the request.</param>
public sealed partial record PageLinks(string PathBase, ImmutableArray<KeyValuePair<string, string>> Query)
{
    private const string Lang = "lang";

    private static readonly ImmutableArray<string> s_travelling = ["from", "to", "knownAt", "version", Lang];

    public static PageLinks FromRequest(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var caller = Caller.Find(request.HttpContext);
        return new(request.PathBase.ToUriComponent(), [.. request.Query.SelectMany(q => q.Value.Select(v => KeyValuePair.Create(q.Key, v ?? "")))])
        {
            Granted = caller?.Granted, Role = caller?.Role,
            Member = caller is { Granted: null } && request.RouteValues["org"] is string organisation ? new Slug(organisation) : null,
            Section = request.Path.Value?.Split('/') is ["", "organisations", _, var section, ..] ? section : "",
        };
    }

    /// <summary>What a grant shows the reader; null for a member of the organisation.</summary>
    public GrantLevel? Granted { get; init; }

    /// <summary>The reader's in the organisation of the page; null where the page is of none.</summary>
    public Role? Role { get; init; }

    /// <summary>The organisation of the page, where the reader is a member of it.</summary>
    public Slug? Member { get; init; }

    /// <summary>The part of the address behind the organisation, such as <c>persons</c>; empty on its first page and outside of one.</summary>
    public string Section { get; init; } = "";

    /// <summary>Whether the reader may record.</summary>
    public bool Records => Granted is null && Role >= Domain.Organisations.Role.Recorder;

    /// <summary>Whether the reader may import files.</summary>
    public bool Imports => Granted is null && Role >= Domain.Organisations.Role.Staff;

    /// <summary>Whether the reader may adopt figures and change how they are defined.</summary>
    public bool Defines => Granted is null && Role >= Permissions.RoleFor(typeof(IndicatorAdopted));

    /// <summary>Whether the reader may follow a link to a page for members, or for grants of at least this level.</summary>
    public bool Opens(GrantLevel least) => Granted is not { } level || level >= least;

    /// <summary>The parameters that links to the same view and the filter form keep from this request.</summary>
    public IEnumerable<KeyValuePair<string, string>> Travelling => Query.Where(q => s_travelling.Contains(q.Key));

    public string Stylesheet => PathBase + Pages.Stylesheet.Address;

    public string PrintStylesheet => PathBase + Pages.Stylesheet.Print.Address;

    public string Home => To("/");

    public string GrantedToRead => To("/granted");

    /// <param name="page">From 1.</param>
    public string GrantedPage(int page) => ToPage("/granted", page);

    public string SignIn => To("/sign-in");

    public string SignInCode => To("/sign-in/code");

    public string Forgotten => To("/sign-in/forgotten");

    /// <param name="back">A path of this server, to open once signed in.</param>
    public string SignInProvider(string back) => To("/sign-in/provider", [.. Query.Where(q => q.Key == Lang), new("return", back)]);

    public string SignOut => To("/sign-out");

    public string Account => To("/account");

    public string Passkeys => To("/account/passkeys");

    public string PasskeyOptions => To("/account/passkeys/options");

    public string PasskeyRemoval => To("/account/passkeys/removal");

    public string SignInPasskey => To("/sign-in/passkey");

    public string SignInPasskeyOptions => To("/sign-in/passkey/options");

    public string SecondFactor => To("/account/second-factor");

    /// <param name="token">The text of a one-time link.</param>
    public string Link(string token) => To($"/link/{token}");

    /// <param name="secret">The text at the end of an invitation's link.</param>
    public string Join(Slug organisation, string secret) => To(LinkSecret.PathOf(LinkSecret.Join, organisation, secret));

    /// <param name="back">A path of this server, to open once signed in.</param>
    public string SignInFor(string back) => To("/sign-in", [.. Query.Where(q => q.Key == Lang), new("return", back)]);

    public string Persons(Slug organisation) => To($"/organisations/{organisation}/persons");

    public string Person(Slug organisation, PersonId person) => To($"/organisations/{organisation}/persons/{person}");

    public string Retention(Slug organisation) => To($"/organisations/{organisation}/retention");

    /// <param name="format"><c>xlsx</c> or <c>csv</c>.</param>
    public string PersonRecord(Slug organisation, PersonId person, string format) =>
        To($"/organisations/{organisation}/persons/{person}/record", [.. Query.Where(q => q.Key == Lang), new("format", format)]);

    public string Grants(Slug organisation) => To($"/organisations/{organisation}/funders");

    /// <param name="indicator">With the period of the figure that is shown.</param>
    public string Shares(Slug organisation, Slug initiative, Slug indicator) =>
        To($"/organisations/{organisation}/initiatives/{initiative}/figures/{indicator}/shares", Query.Where(q => q.Key is "from" or "to" or Lang));

    public string Members(Slug organisation) => To($"/organisations/{organisation}/members");

    /// <param name="only">One kind of event; null: all.</param>
    public string SecurityLog(Slug organisation, string? only = null, int offset = 0)
    {
        var more = Query.Where(q => q.Key == Lang).ToList();
        if (only is not null)
            more.Add(new("event", only));
        if (offset > 0)
            more.Add(new("offset", offset.ToString(CultureInfo.InvariantCulture)));
        return To($"/organisations/{organisation}/security-log", more);
    }

    public string SecurityLogFile(Slug organisation) =>
        To($"/organisations/{organisation}/security-log", [.. Query.Where(q => q.Key == Lang), new("format", "xlsx")]);

    public string Organisation(Slug organisation) => To($"/organisations/{organisation}");

    /// <summary>Where a member's day begins.</summary>
    /// <param name="page">From 1.</param>
    public string Today(Slug organisation, int page = 1) => ToPage($"/organisations/{organisation}/today", page);

    /// <summary>Where the organisation's name, its other public details and its fiscal year are set.</summary>
    public string Profile(Slug organisation) => To($"/organisations/{organisation}/profile");

    /// <summary>Where one of the initiatives is chosen to import a file into.</summary>
    public string ImportChoice(Slug organisation) => To($"/organisations/{organisation}/imports");

    public string Search(Slug organisation) => To($"/organisations/{organisation}/search");

    public string Settings(Slug organisation) => To($"/organisations/{organisation}/settings");

    public string Jobs(Slug organisation) => To($"/organisations/{organisation}/jobs");

    public string Job(Slug organisation, Guid job) => To($"/organisations/{organisation}/jobs/{job}");

    public string CaseStudy(Slug organisation, Slug initiative) => ToView(organisation, initiative, "");

    /// <param name="version">Of its definition; null for the one that governs the period.</param>
    public string Figure(Slug organisation, Slug initiative, Slug key, int? version = null) => ToView(organisation, initiative, $"/figures/{key}",
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
        return ToView(organisation, initiative, "/entries", more);
    }

    /// <summary>Another page or a file of the same view, such as <c>entries.xlsx</c>.</summary>
    public string Out(Slug organisation, Slug initiative, string what) => ToView(organisation, initiative, $"/{what}");

    /// <summary>A print for the next session, whatever was looked at here.</summary>
    public string Print(Slug organisation, Slug initiative, string what) => To($"/organisations/{organisation}/initiatives/{initiative}/{what}");

    /// <summary>The file of all changes.</summary>
    public string Changes(Slug organisation, Slug initiative) =>
        To($"/organisations/{organisation}/initiatives/{initiative}/changes", [new("format", "xlsx")]);

    /// <summary>The address of this page, relative to itself: a path such as <c>//elsewhere</c> would lead to another host.</summary>
    public string Same => Relative(Query);

    /// <summary>This page in the other language, with the rest of its query.</summary>
    public string In(Language language) =>
        Relative(Query.Where(q => q.Key != Lang).Append(new(Lang, ReaderLanguage.Code(language))));

    /// <summary>This page for another period, with the rest of its query.</summary>
    public string For(Period period)
    {
        ArgumentNullException.ThrowIfNull(period);
        return Relative([new("from", DateFormat.Iso(period.From)), new("to", DateFormat.Iso(period.To)), .. Query.Where(q => q.Key is not ("from" or "to"))]);
    }

    private static string Relative(IEnumerable<KeyValuePair<string, string>> query) =>
        new QueryBuilder(query).ToQueryString() is { HasValue: true } some ? some.ToUriComponent() : "?";

    private string ToView(Slug organisation, Slug initiative, string path, IEnumerable<KeyValuePair<string, string>>? more = null) =>
        To($"/organisations/{organisation}/initiatives/{initiative}{path}", Travelling.Concat(more ?? []));

    private string ToPage(string path, int page) =>
        page == 1 ? To(path) : To(path, [.. Query.Where(q => q.Key == Lang), new("page", page.ToString(CultureInfo.InvariantCulture))]);

    private string To(string path) => To(path, Query.Where(q => q.Key == Lang));

    private string To(string path, IEnumerable<KeyValuePair<string, string>> query) => PathBase + path + new QueryBuilder(query).ToQueryString();
}
