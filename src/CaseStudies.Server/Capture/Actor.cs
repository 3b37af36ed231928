using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using NodaTime;

namespace CaseStudies.Server.Capture;

/// <summary>Who sends a command, in which role, and by which way.</summary>
/// <param name="At">A recording time other than the clock's; set by the loader of reconstructed logs only, whose source says so.</param>
/// <param name="Origin">For a row of a file: the import, and the row's place in it.</param>
internal sealed record Actor(SubjectId By, Role Role, string Source, Instant? At = null, Origin? Origin = null)
{
    /// <summary>Whoever runs the program, at its command line.</summary>
    public static Actor Operator { get; } = new(new("operator"), Role.Owner, Provenance.Operator);

    public static Actor OverHttp(HttpContext context) => OverHttp(Caller.Of(context));

    public static Actor OverHttp(Caller caller) => new(caller.By, caller.Role, Provenance.Http);

    public static Actor Reconstructing(SubjectId by, Instant at) => new(by, Role.Owner, Provenance.Reconstruction, at);
}
