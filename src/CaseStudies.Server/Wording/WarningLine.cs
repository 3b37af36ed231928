using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Server.Wording;

/// <summary>A likely slip, as the answer to an act and its announcement tell it.</summary>
/// <param name="On">The day of what looks wrong.</param>
/// <param name="Text">What looks wrong, in words.</param>
/// <param name="Entries">All that it is about; a confirmation names them.</param>
internal sealed record WarningLine(Slip Slip, LocalDate On, PublicText Text, ImmutableArray<EntryId> Entries)
{
    public static WarningLine FromWarning(Warning warning) =>
        new(warning.Slip, warning.On, WarningText.Describe(warning), [.. warning.Entries.Select(e => e.Id)]);
}
