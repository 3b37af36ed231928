using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain.Indicators;

namespace CaseStudies.Domain.Initiatives;

/// <summary>One version of one kind of event as it is stored.</summary>
/// <param name="Kind">The name of the kind, used by clients and indicators.</param>
/// <param name="Version">From 1. Older versions stay readable through <paramref name="Upcast"/>.</param>
/// <param name="Type">The .NET type of the newest version; null for an older one.</param>
/// <param name="Upcast">Turns the body of this version into that of the next; null for the newest.</param>
public sealed record EventContract(string Kind, int Version, Type? Type, Func<JsonObject, JsonObject>? Upcast)
{
    /// <summary>The stored name: the kind, followed by the version from version 2 on.</summary>
    public string StoredName => Version == 1 ? Kind : $"{Kind}_v{Version}";
}

/// <summary>Every kind of event, by its stored name. No other place lists them.</summary>
public static class InitiativeEventCatalogue
{
    public static IReadOnlyList<EventContract> All { get; } =
    [
        Current<EntryCorrected>("entry_corrected"),
        Current<EntryWithdrawn>("entry_withdrawn"),
        Current<EntryReinstated>("entry_reinstated"),
        Current<ImportBegun>("import_begun"),
        Current<ImportCompleted>("import_completed"),
        Current<ImportAbandoned>("import_abandoned"),
        Current<ImportUndone>("import_undone"),
        Current<InitiativeOpened>("initiative_opened"),
        Current<InitiativeRenamed>("initiative_renamed"),
        Current<InitiativeRescoped>("initiative_rescoped"),
        Current<InitiativePaused>("initiative_paused"),
        Current<InitiativeClosed>("initiative_closed"),
        Current<InitiativeReopened>("initiative_reopened"),
        Current<InitiativeContinued>("initiative_continued"),
        Current<PeriodMarked>("period_marked"),
        Current<StrandStarted>("strand_started"),
        Current<StrandEnded>("strand_ended"),
        Current<StrandRenamed>("strand_renamed"),
        Current<StrandPaused>("strand_paused"),
        Widened("strand_rescheduled"),
        Current<StrandRescheduled>("strand_rescheduled", 2),
        Current<MonthConfirmedEmpty>("month_confirmed_empty"),
        Current<TermDefined>("term_defined"),
        Current<SessionHeld>("session_held"),
        Current<SessionPlanned>("session_planned"),
        Current<SessionCancelled>("session_cancelled"),
        // Version 1 did not state the unit of a headcount; all of them were people.
        new("participants_counted", 1, null, body => { body["unit"] = "people"; return body; }),
        Widened("participants_counted", 2),
        Current<ParticipantsCounted>("participants_counted", 3),
        Current<PersonAttended>("person_attended"),
        Current<QuantityObserved>("quantity_observed"),
        Current<AttributeRecorded>("attribute_recorded"),
        Widened("activity_logged"),
        Current<ActivityLogged>("activity_logged", 2),
        Current<PersonEnrolled>("person_enrolled"),
        Current<RoleTaken>("role_taken"),
        Current<RoleEnded>("role_ended"),
        Current<PersonPaused>("person_paused"),
        Widened("person_left"),
        Current<PersonLeft>("person_left", 2),
        Current<PeopleMerged>("people_merged"),
        Current<StageReached>("stage_reached"),
        Widened("consultation_received"),
        Current<ConsultationReceived>("consultation_received", 2),
        Current<VoiceRecorded>("voice_recorded"),
        Current<PhotoTaken>("photo_taken"),
        Current<NoteExchanged>("note_exchanged"),
        Current<PartnerLinked>("partner_linked"),
        Current<PartnerUnlinked>("partner_unlinked"),
        Current<PartnerAttended>("partner_attended"),
        Current<PartnerContacted>("partner_contacted"),
        Current<PartnerContributed>("partner_contributed"),
        Current<ReferralMade>("referral_made"),
        Current<ReferralReceived>("referral_received"),
        Widened("milestone_reached"),
        Current<MilestoneReached>("milestone_reached", 2),
        Current<OutcomeObserved>("outcome_observed"),
        // Since version 2, a narrative states the period that it is about.
        Widened("narrative_written"),
        Current<NarrativeWritten>("narrative_written", 2),
        // Since version 2, an item can say that it takes several answers.
        Widened("survey_introduced"),
        Current<SurveyIntroduced>("survey_introduced", 2),
        Current<SurveyResponseRecorded>("survey_response_recorded"),
        Current<SurveyTallied>("survey_tallied"),
        Current<FollowUpRecorded>("follow_up_recorded"),
        // Since version 2, definitions can hold scores and conditions on the version of an instrument.
        Widened("indicator_adopted"),
        new("indicator_adopted", 2, null, MembersOfAllDays),
        new("indicator_adopted", 3, null, RatiosByTheirName),
        // Since version 5, a cohort can say what completes it.
        Widened("indicator_adopted", 4),
        Current<IndicatorAdopted>("indicator_adopted", 5),
        Widened("indicator_revised"),
        new("indicator_revised", 2, null, MembersOfAllDays),
        new("indicator_revised", 3, null, RatiosByTheirName),
        Widened("indicator_revised", 4),
        Current<IndicatorRevised>("indicator_revised", 5),
        Current<IndicatorRetired>("indicator_retired"),
        // Since version 2, a target states its unit.
        Widened("target_set"),
        Current<TargetSet>("target_set", 2),
        Current<BaselineRecorded>("baseline_recorded"),
        Current<EntriesToldApart>("entries_told_apart"),
        Current<EntriesConfirmed>("entries_confirmed"),
    ];

    private static readonly FrozenDictionary<string, EventContract> s_byStoredName = All.ToFrozenDictionary(c => c.StoredName);

    private static readonly FrozenDictionary<string, EventContract> s_newest =
        All.Where(c => c.Type is not null).ToFrozenDictionary(c => c.Kind);

    private static readonly FrozenDictionary<Type, EventContract> s_byType =
        All.Where(c => c.Type is not null).ToFrozenDictionary(c => c.Type!);

    private static readonly FrozenDictionary<string, FactShape> s_shapes =
        All.Where(c => c.Type?.IsAssignableTo(typeof(InitiativeFact)) == true).ToFrozenDictionary(c => c.Kind, c => new FactShape(c.Type!));

    private static readonly FrozenDictionary<Type, FactShape> s_shapesByType = s_shapes.Values.ToFrozenDictionary(s => s.Type);

    /// <summary>The kinds a client may record, with what each offers to indicators.</summary>
    public static IReadOnlyDictionary<string, FactShape> Facts => s_shapes;

    public static EventContract ContractOf(InitiativeEvent e) => s_byType[e.GetType()];

    public static string KindOf(InitiativeEvent e) => ContractOf(e).Kind;

    public static string KindOf(Type type) => s_byType[type].Kind;

    public static FactShape ShapeOf(InitiativeFact fact) => s_shapesByType[fact.GetType()];

    /// <summary>The members of a fact that hold keys; none for a kind that does not stand here.</summary>
    internal static IReadOnlyList<KeyMember> KeysOf(InitiativeFact fact) => s_shapesByType.GetValueOrDefault(fact.GetType())?.Keys ?? [];

    /// <summary>Reads a stored body through the upcasters from its version to the newest.</summary>
    /// <exception cref="JsonException">The name is unknown, or the body does not have the form of its kind.</exception>
    public static InitiativeEvent Read(string storedName, string body)
    {
        var contract = s_byStoredName.GetValueOrDefault(storedName)
            ?? throw new JsonException($"The event kind '{storedName}' is unknown to this version of the program.");
        if (contract.Upcast is null)
            return Whole(() => JsonSerializer.Deserialize(body, contract.Type!, DomainJson.Options));
        var tree = JsonNode.Parse(body, documentOptions: DomainJson.DocumentOptions) as JsonObject
            ?? throw new JsonException("An event's body is an object.");
        return Newest(contract, tree);
    }

    /// <summary>The contract of a fact for one version of its kind (null for the newest).</summary>
    /// <exception cref="JsonException">As for <see cref="Read"/>.</exception>
    internal static EventContract ContractOf(string kind, int? version)
    {
        var newest = s_newest.GetValueOrDefault(kind);
        if (newest?.Type?.IsAssignableTo(typeof(InitiativeFact)) != true)
            throw new JsonException($"There is no kind of fact '{kind}'.");
        return version is null || version == newest.Version
            ? newest
            : All.FirstOrDefault(c => c.Kind == kind && c.Version == version)
                ?? throw new JsonException($"The kind '{kind}' has no version {version}.");
    }

    internal static InitiativeEvent Newest(EventContract contract, JsonObject members)
    {
        while (contract.Upcast is { } upcast)
        {
            members = upcast(members);
            contract = All.First(c => c.Kind == contract.Kind && c.Version == contract.Version + 1);
        }

        return Whole(() => members.Deserialize(contract.Type!, DomainJson.Options));
    }

    /// <summary>A fact with its <c>kind</c> and <c>v</c>, of the newest version.</summary>
    internal static InitiativeEvent Whole(ref Utf8JsonReader reader, Type type)
    {
        try
        {
            return (InitiativeEvent?)FactJson.Read(ref reader, type) ?? throw new JsonException("A fact is an object with a kind.");
        }
        catch (NotSupportedException e)
        {
            throw Formula(e);
        }
    }

    /// <summary>
    /// Reads an event and throws <see cref="JsonException"/> only: for a formula without its discriminator the serializer throws another
    /// type.
    /// </summary>
    private static InitiativeEvent Whole(Func<object?> read)
    {
        try
        {
            return (InitiativeEvent?)read() ?? throw new JsonException("An event's body is an object.");
        }
        catch (NotSupportedException e)
        {
            throw Formula(e);
        }
    }

    /// <summary>A version of a kind whose next version only added optional members.</summary>
    private static EventContract Widened(string kind, int version = 1) => new(kind, version, null, body => body);

    /// <summary>Until version 2, the entries of all days up to the last one decided who belongs. Since version 3, a definition says which days do.</summary>
    private static JsonObject MembersOfAllDays(JsonObject body)
    {
        foreach (var (name, value) in body.ToList())
        {
            foreach (var within in value is JsonArray list ? list.OfType<JsonObject>() : [.. new[] { value }.OfType<JsonObject>()])
            {
                MembersOfAllDays(within);
                if (name == "who")
                    within["over"] = "ever";
            }
        }

        return body;
    }

    /// <summary>Until version 3, every quotient in per cent was called a share. Since version 4, only a part of its whole is.</summary>
    private static JsonObject RatiosByTheirName(JsonObject body)
    {
        if (body["definition"] is JsonObject { } definition && definition["show"] is JsonObject show && (string?)show["counts"] == "share"
            && definition["formula"].Deserialize<Formula>(DomainJson.Options) is { } formula && !Labels.Allowed(formula, percent: true).Contains(Counted.Share)
            && Labels.Allowed(formula, percent: true).Contains(Counted.Ratio))
            show["counts"] = "ratio";
        return body;
    }

    private static JsonException Formula(NotSupportedException e) => new("A formula names its operation in 'op', such as \"count\".", e);

    private static EventContract Current<T>(string kind, int version = 1) where T : InitiativeEvent => new(kind, version, typeof(T), null);
}
