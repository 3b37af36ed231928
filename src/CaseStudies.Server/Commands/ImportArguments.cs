using CaseStudies.Domain;

namespace CaseStudies.Server.Commands;

/// <summary>What <c>import</c> was asked for.</summary>
/// <param name="Mapping">A file with the mapping; null: one is proposed from the headers.</param>
/// <param name="Partly">Record what can be recorded, although some rows cannot.</param>
/// <param name="Import">Under this id; null: one that follows from the file, so that the same command goes on after a cut.</param>
internal sealed record ImportArguments(InitiativeName Initiative, string File, string? Mapping, bool DryRun, bool Partly, Guid? Import)
{
    public IEnumerable<string> Files => Mapping is null ? [File] : [File, Mapping];
}
