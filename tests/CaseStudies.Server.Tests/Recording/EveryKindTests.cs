using CaseStudies.Domain.Initiatives;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Recording;

namespace CaseStudies.Server.Tests.Recording;

/// <summary>Where in the browser each kind of fact is recorded, or why there is no page for it yet.</summary>
public sealed class EveryKindTests
{
    private const string Surveys = "It has answers to an instrument's questions, whose pages are to come. They are recorded by import and by the API.";

    private static readonly Dictionary<string, string> s_elsewhere = new()
    {
        ["session_held"] = "/record/{strand}", ["participants_counted"] = "/record/{strand}", ["initiative_opened"] = "/opening",
        ["term_defined"] = "With the first fact that uses a new word.",
        ["person_attended"] = "/sessions/{session}/attendance", ["person_enrolled"] = "/sessions/{session}/attendance",
        ["note_exchanged"] = "It belongs to a thread of notes, which has no page. It is recorded by the API.", ["follow_up_recorded"] = Surveys,
        ["survey_introduced"] = Surveys, ["survey_response_recorded"] = Surveys, ["survey_tallied"] = Surveys,
        ["indicator_adopted"] = "/indicators/new/{kind}", ["indicator_revised"] = "/figures/{indicator}/revision",
        ["entries_told_apart"] = "/settlements", ["entries_confirmed"] = "/settlements",
    };

    [Fact]
    public void Each_kind_has_a_page_or_a_reason() => Assert.Equal(
        InitiativeEventCatalogue.Facts.Keys.Order(StringComparer.Ordinal), FactForm.Kinds.Concat(s_elsewhere.Keys).Order(StringComparer.Ordinal));

    [Fact]
    public void Each_form_is_offered_once_on_the_page_of_all() =>
        Assert.Equal(FactForm.Kinds, FactThemes.All.SelectMany(t => t.Kinds).Order(StringComparer.Ordinal));

    [Fact]
    public void Whoever_may_record_a_session_finds_something_else_to_record_too() => Assert.Contains(
        FactForm.Kinds, k => Permissions.RoleFor(InitiativeEventCatalogue.Facts[k].Type) == Role.Recorder);
}
