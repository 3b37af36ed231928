using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using NodaTime;

namespace CaseStudies.Domain.Initiatives;

/// <summary>An instrument comes into use. Changed wording makes a new version; answers to two versions are never mixed.</summary>
public sealed record SurveyIntroduced(
    [property: Dimension] Slug Instrument, int Version, PublicText Title, ImmutableArray<SurveyItem> Items, LocalDate On) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
    public override string Identity => $"instrument:{Instrument}:{Version}";
}

/// <summary>One question with its closed set of answers, each with a score where the instrument gives one.</summary>
/// <param name="Multiple">One respondent may give several of the answers. They are recorded as a tally.</param>
public sealed record SurveyItem(Slug Item, PublicText Question, ImmutableArray<SurveyAnswer> Answers, bool Multiple = false);

public sealed record SurveyAnswer(Slug Answer, PublicText Label, int? Score = null);

/// <summary>One respondent's answers: item → answer. An item that is absent was not answered.</summary>
public sealed record SurveyResponseRecorded(
    [property: Dimension] Slug Instrument, [property: Dimension] int Version, [property: Dimension] Slug Wave, LocalDate On,
    ImmutableSortedDictionary<string, Slug> Answers, [property: Dimension] PersonId? Person = null, [property: Dimension] Slug? Group = null,
    PrivateText? Comment = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
}

/// <summary>Answers tallied on paper: item → answer → number of people. Of an item that takes several answers, one person may be in several numbers.</summary>
/// <param name="Respondents">The number of forms tallied.</param>
/// <param name="Part">A part of the survey tallied separately: parts are added; two tallies of the same part contradict each other.</param>
public sealed record SurveyTallied(
    [property: Dimension] Slug Instrument, [property: Dimension] int Version, [property: Dimension] Slug Wave, LocalDate On,
    [property: Measured] [Range(0, ParticipantsCounted.MaximumCount)] int Respondents,
    [Range(0, ParticipantsCounted.MaximumCount)] ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, int>> Tallies,
    [property: Dimension] Slug? Group = null,
    [property: Dimension] Slug? Part = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
}

/// <summary>A person's result was followed up individually. The finding in words is in the vault.</summary>
public sealed record FollowUpRecorded(
    [property: Dimension] PersonId Person, [property: Dimension] Slug Instrument, LocalDate On, [property: Dimension] Slug Finding,
    PrivateText? Note = null) : InitiativeFact
{
    public override LocalDate? OccurredOn => On;
}
