using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Recording;

/// <summary>One entry: what it says now, what became of it, and the form that corrects it.</summary>
/// <param name="Now">Its content; null where it is not in force.</param>
/// <param name="Version">The stream version of its content, which a change names so that nobody overwrites what they have not seen.</param>
public sealed record EntryModel(InitiativeHeader Face, EntryId Entry, InitiativeFact? Now, int Version, ImmutableArray<EntryModel.Step> Steps, FactForm Form)
{
    /// <summary>What cannot be understood, by field.</summary>
    public ImmutableArray<(string Field, PublicText What)> Unclear { get; init; } = [];

    /// <summary>What looks like a slip, to be confirmed.</summary>
    public ImmutableArray<PublicText> Asked { get; init; } = [];

    /// <summary>What is to be confirmed is a withdrawal.</summary>
    public bool Withdraws { get; init; }

    public PublicText? Refused { get; init; }

    internal static EntryModel FromChanges(InitiativeView view, List<LoggedChange> changes, List<ChangeRecord> told, Language language)
    {
        var fact = changes[^1].After;
        return new(
            InitiativeHeader.FromView(view), changes[^1].Entry!.Value, fact, changes[^1].Event,
            [.. told.Select(c => new Step(c.What, c.To ?? c.From ?? new(c.Kind, c.Kind), c.Fields, c.RecordedAt, c.By, c.Reason))],
            FactForm.OfContent(fact ?? changes[^1].Before!, view.Book, language));
    }

    /// <param name="Text">Its content then; of a withdrawal, what it had said.</param>
    /// <param name="Fields">What a correction changed.</param>
    public sealed record Step(ChangeKind What, LocalizedText Text, ImmutableArray<FieldText> Fields, Instant At, SubjectId By, ReasonCode? Why);
}
