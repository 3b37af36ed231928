using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Server.Capture;

/// <summary>A change must say which content its sender saw. Otherwise the last writer would win without anybody noticing.</summary>
internal static class Preconditions
{
    /// <returns>The refusal; null if the command changes nothing, or says for every entry what was seen.</returns>
    public static Refusal? Validate(InitiativeCommand command) =>
        InitiativeDecisions.ChangesNamed(command).Any(c => c.Version is null && c.Basis is null) ? Refusals.BasisMissing() : null;
}
