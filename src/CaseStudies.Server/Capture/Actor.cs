using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Server.Capture;

/// <summary>On whose behalf a command comes, and from where.</summary>
/// <param name="At">Only the loader of reconstructed logs sets the clock, and its source says so.</param>
/// <param name="Origin">For a row of a file: its import, whose completion everything waits for.</param>
internal sealed record Actor(SubjectId By, string Source, Instant? At = null, Origin? Origin = null)
{
    public static Actor OverHttp(SubjectId by) => new(by, Provenance.Http);

    public static Actor Importing(SubjectId by, Origin origin) => new(by, Provenance.Import, null, origin);

    public static Actor Reconstructing(SubjectId by, Instant at) => new(by, Provenance.Reconstruction, at);
}
