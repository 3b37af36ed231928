using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Pages;

/// <content>The pages on which something is recorded, whatever was looked at before.</content>
public sealed partial record PageLinks
{
    /// <summary>Where recording begins, whatever was looked at here.</summary>
    public string Record(Slug organisation, Slug initiative) => To($"/organisations/{organisation}/initiatives/{initiative}/record");

    /// <param name="on">The day of the session; null for today.</param>
    public string RecordSession(Slug organisation, Slug initiative, Slug strand, LocalDate? on = null)
    {
        var language = Query.Where(q => q.Key == Lang);
        return To($"/organisations/{organisation}/initiatives/{initiative}/record/{strand}",
            on is { } day ? language.Append(new("on", DateFormat.Iso(day))) : language);
    }

    /// <summary>Where it is ticked who came to a session.</summary>
    public string Attendance(Slug organisation, Slug initiative, SessionId session) =>
        To($"/organisations/{organisation}/initiatives/{initiative}/sessions/{session}/attendance");

    /// <summary>Where sessions are recorded without a network.</summary>
    public string Offline(Slug organisation) => To($"/organisations/{organisation}/offline");

    public string OfflineManifest(Slug organisation) => To($"/organisations/{organisation}/offline/manifest");

    /// <summary>Where the page without a network asks who is signed in.</summary>
    public string OfflineReader(Slug organisation) => To($"/organisations/{organisation}/offline/reader");

    public string Batches(Slug organisation) => To($"/organisations/{organisation}/batches");

    /// <summary>The address of an act, with <c>INITIATIVE</c> and <c>COMMAND</c> in the place of what a script knows.</summary>
    public string ActPattern(Slug organisation) => To($"/organisations/{organisation}/initiatives/INITIATIVE/acts/COMMAND");

    /// <param name="kind">The kind of fact; null for the page on which one is chosen.</param>
    public string Fact(Slug organisation, Slug initiative, string? kind = null) =>
        To($"/organisations/{organisation}/initiatives/{initiative}/facts{(kind is null ? "" : $"/{kind}")}");

    /// <param name="kind">The kind of figure; null for the page on which one is chosen.</param>
    public string NewFigure(Slug organisation, Slug initiative, string? kind = null) =>
        To($"/organisations/{organisation}/initiatives/{initiative}/indicators/new{(kind is null ? "" : $"/{kind}")}");

    /// <summary>Where the definition of a figure is changed.</summary>
    public string Revision(Slug organisation, Slug initiative, Slug indicator) =>
        To($"/organisations/{organisation}/initiatives/{initiative}/figures/{indicator}/revision");

    /// <summary>Where an initiative is opened.</summary>
    public string Opening(Slug organisation) => To($"/organisations/{organisation}/opening");

    /// <summary>One entry with its history.</summary>
    public string Entry(Slug organisation, Slug initiative, EntryId entry) => To($"/organisations/{organisation}/initiatives/{initiative}/entries/{entry}");

    public string Act(Slug organisation, Slug initiative, CommandId act) => To($"/organisations/{organisation}/initiatives/{initiative}/acts/{act}");

    /// <summary>Where a file is imported.</summary>
    public string Import(Slug organisation, Slug initiative) => To($"/organisations/{organisation}/initiatives/{initiative}/import");

    public string ImportResult(Slug organisation, Slug initiative, ImportId import) =>
        To($"/organisations/{organisation}/initiatives/{initiative}/import/{import}");

    /// <param name="kind">Of the sheet, such as <c>attendance</c>.</param>
    public string Template(Slug organisation, Slug initiative, string kind) =>
        To($"/organisations/{organisation}/initiatives/{initiative}/templates/{kind}.xlsx");

    /// <summary>Where a decision about entries is sent.</summary>
    public string Settlements(Slug organisation, Slug initiative) => To($"/organisations/{organisation}/initiatives/{initiative}/settlements");
}
