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
    public override ImmutableArray<EntryId> EntriesNamed => Entries;
}

/// <summary>Entries look like a slip (<c>Warnings</c>); a person looked at them and says that they are right as they are.</summary>
/// <remarks>If they are not, they are corrected or withdrawn instead. What is corrected later is looked at anew.</remarks>
/// <param name="Entries">All that the warning names, each in force.</param>
/// <param name="On">The day of the decision.</param>
public sealed record EntriesConfirmed(Slip Slip, ImmutableArray<EntryId> Entries, LocalDate On) : InitiativeFact
{
    public const int MaximumEntries = 500;

    public override LocalDate? OccurredOn => On;
    public override ImmutableArray<EntryId> EntriesNamed => Entries;
}

/// <summary>What may be wrong with entries, so that people look at them.</summary>
public enum Slip
{
    /// <summary>More sessions of a strand on one day than usual.</summary>
    SecondSession,

    /// <summary>A headcount of ten times the usual in its strand, or more.</summary>
    UnusualCount,

    /// <summary>A session after the initiative's last day.</summary>
    AfterClosing,

    /// <summary>An attendance after the person's last day.</summary>
    AfterLeaving,

    /// <summary>More than 24 hours of one person on one day.</summary>
    LongDay,

    /// <summary>A device claims a time that had not come when the act was recorded.</summary>
    CapturedAhead,
}
