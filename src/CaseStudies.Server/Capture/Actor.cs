using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Server.Capture;

/// <summary>Who sends a command, and by which way.</summary>
/// <param name="At">A recording time other than the clock's; set by the loader of reconstructed logs only, whose source says so.</param>
/// <param name="Origin">For a row of a file: the import, and the row's place in it.</param>
internal sealed record Actor(SubjectId By, string Source, Instant? At = null, Origin? Origin = null)
{
    public static Actor OverHttp(SubjectId by) => new(by, Provenance.Http);

    public static Actor Importing(SubjectId by, Origin origin) => new(by, Provenance.Import, null, origin);

    public static Actor Reconstructing(SubjectId by, Instant at) => new(by, Provenance.Reconstruction, at);
}
