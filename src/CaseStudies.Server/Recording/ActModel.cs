using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Recording;

/// <summary>What one command recorded.</summary>
/// <param name="Lines">The contents that it gave to entries, in its order; empty where it gave none.</param>
public sealed record ActModel(InitiativeHeader Face, CommandId Act, ImmutableArray<ActModel.Line> Lines)
{
    /// <summary>Nothing of it has been changed since. Then it can be undone.</summary>
    public bool Stands => Lines.All(l => l.State == LineState.InForce);

    /// <summary>Nothing of it is in force any more.</summary>
    public bool IsGone => Lines.All(l => l.State == LineState.Withdrawn);

    public static ActModel FromView(InitiativeView view, CommandId act)
    {
        var text = new EntryText(view.Book);
        return new(InitiativeHeader.FromView(view), act, [.. view.Book.Entries.Where(e => e.Command == act).Select(e => new Line(
            text.Day(e.Fact), text.Describe(e.Fact), e.RecordedAt,
            e.InForce ? LineState.InForce : e.Superseded ? LineState.Corrected : LineState.Withdrawn))]);
    }

    public sealed record Line(LocalDate? On, LocalizedText Text, Instant RecordedAt, LineState State);

    public enum LineState { InForce, Corrected, Withdrawn }
}
