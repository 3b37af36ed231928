using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Recording;

/// <summary>One entry: what it says now, what became of it, and the form that corrects it.</summary>
/// <param name="Content">What it says; where it is not in force, what it said last.</param>
/// <param name="Version">The stream version of its content, which a change names so that nobody overwrites what they have not seen.</param>
public sealed record EntryModel(
    InitiativeHeader Face, EntryId Entry, InitiativeFact Content, bool IsInForce, int Version, ImmutableArray<EntryModel.Step> Steps, FactForm Form)
{
    public FormAnswer Answer { get; init; } = FormAnswer.Opened;

    /// <summary>What was sent and is not recorded; null where the page was only opened.</summary>
    public FactForm? Sent { get; init; }

    /// <summary>What was sent withdraws the entry. Otherwise it corrects it.</summary>
    public bool Withdraws { get; init; }

    internal static EntryModel FromChanges(InitiativeView view, List<LoggedChange> changes, List<ChangeRecord> told, Language language)
    {
        var last = changes[^1];
        var content = last.After ?? last.Before!;
        return new(
            InitiativeHeader.FromView(view), last.Entry!.Value, content, last.After is not null, last.Event,
            [.. told.Select(c => new Step(c.What, c.To ?? c.From ?? new(c.Kind, c.Kind), c.Fields, c.RecordedAt, c.By, c.Reason))],
            FactForm.OfContent(content, view.Book, language));
    }

    /// <param name="Text">Its content then; of a withdrawal, what it had said.</param>
    /// <param name="Fields">What a correction changed.</param>
    public sealed record Step(ChangeKind What, LocalizedText Text, ImmutableArray<FieldText> Fields, Instant At, SubjectId By, ReasonCode? Why);
}
