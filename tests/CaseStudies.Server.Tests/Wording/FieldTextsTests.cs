using System.Collections.Immutable;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;
using CaseStudies.Server.Tests.Pages;
using static CaseStudies.Server.Tests.Pages.PageBook;

namespace CaseStudies.Server.Tests.Wording;

public sealed class FieldTextsTests
{
    private static readonly FieldTexts s_fields = new(new EntryText(new PageBook().Given([.. EveryFact.All]).Book()));

    public static TheoryData<string> Kinds => [.. InitiativeEventCatalogue.Facts.Keys.Order()];

    [Theory, MemberData(nameof(Kinds))]
    public void Every_member_has_a_name_in_both_languages(string kind) =>
        Assert.All(Members(kind), m => Assert.True(MemberNames.Describe(m) is { } name && name.Ja.Any(c => c > '\u3000') && name.En.All(c => c < '\u007f'), m));

    /// <summary>Each member against its absence: what was there is told, what is private is not.</summary>
    [Theory, MemberData(nameof(Kinds))]
    public void Every_member_is_told_where_it_changes_and_only_there(string kind)
    {
        var fact = EveryFact.All.Single(f => InitiativeEventCatalogue.KindOf(f) == kind);
        Assert.Empty(s_fields.Between(fact, fact));
        foreach (var member in Members(kind))
        {
            var json = JsonSerializer.SerializeToNode(fact, DomainJson.Options)!.AsObject();
            if (json[member] is null || !json.Remove(member) || Read(json.ToJsonString()) is not { } without)
                continue;
            if (JsonSerializer.Serialize(fact, DomainJson.Options) == JsonSerializer.Serialize(without, DomainJson.Options))
                continue; // its absence says the same
            var change = s_fields.Between(fact, without).Single();
            Assert.Equal((LocalizedText)MemberNames.Describe(member), change.Field);
            Assert.All([change.From!.Ja, change.From.En],
                t => Assert.False(string.IsNullOrWhiteSpace(t) || t.Contains("SECRET", StringComparison.Ordinal) || t.Contains('{', StringComparison.Ordinal)
                    || t.Contains("CaseStudies.", StringComparison.Ordinal), t));
        }
    }

    [Fact]
    public void A_moved_count_names_both_sessions_and_numbers()
    {
        var fields = s_fields.Between(new ParticipantsCounted(Session(1), S("audience"), S("youth"), 4),
            new ParticipantsCounted(Session(2), S("audience"), S("youth"), 5)).ToList();
        Assert.Equal(["回", "人数"], fields.Select(f => f.Field.Ja));
        Assert.Equal((new LocalizedText("4", "4"), new LocalizedText("5", "5")), (fields[1].From, fields[1].To));
        Assert.Equal("2025年5月10日「ふれあい喫茶」", fields[0].From!.Ja);
    }

    [Fact]
    public void Another_private_text_is_said_to_be_another_and_not_which()
    {
        var fields = s_fields.Between(new VoiceRecorded(D("2025-05-02"), S("x"), Private, true),
            new VoiceRecorded(D("2025-05-02"), S("x"), Private with { Commitment = "other" }, true));
        Assert.Equal(new FieldText(new("言葉", "words"), new("非公開", "private"), new("非公開", "private")), fields.Single());
    }

    [Fact]
    public void Of_answers_only_the_number_is_told()
    {
        var answers = ImmutableSortedDictionary<string, Slug>.Empty.Add("mood", S("up"));
        var fields = s_fields.Between(new SurveyResponseRecorded(S("end"), 1, S("closing"), D("2026-03-02"), answers),
            new SurveyResponseRecorded(S("end"), 1, S("closing"), D("2026-03-02"), answers.SetItem("mood", S("down"))));
        Assert.DoesNotContain("up", fields.Single().From!.Ja + fields.Single().To!.Ja, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Members(string kind) =>
        FieldTexts.Members(InitiativeEventCatalogue.Facts[kind].Type).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name));

    private static InitiativeFact? Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<InitiativeFact>(json, DomainJson.Options);
        }
        catch (JsonException)
        {
            return null; // a member that cannot be absent
        }
    }
}
