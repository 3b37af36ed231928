using System.Collections.Immutable;
using NodaTime;

namespace CaseStudies.Domain.Initiatives;

/// <summary>Entries look like one happening recorded more than once; a person looked at them and says that each is a happening of its own.</summary>
/// <remarks>If they are the same happening, the surplus ones are withdrawn instead.</remarks>
/// <param name="Entries">At least two, each in force.</param>
/// <param name="On">The day of the decision.</param>
public sealed record EntriesToldApart(ImmutableArray<EntryId> Entries, LocalDate On) : InitiativeFact
{
    public const int MaximumEntries = 100;

    public override LocalDate? OccurredOn => On;
}
