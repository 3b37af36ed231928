using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Server.Capture;

/// <summary>Whoever changes an entry says which content he saw: else the last to write would win without anybody noticing.</summary>
internal static class Preconditions
{
    /// <returns>The refusal, or null if the command changes nothing or says of every entry what was seen.</returns>
    public static Refusal? Validate(InitiativeCommand command) =>
        InitiativeDecisions.ChangesNamed(command).Any(c => c.Version is null && c.Basis is null) ? Refusals.BasisMissing() : null;
}
