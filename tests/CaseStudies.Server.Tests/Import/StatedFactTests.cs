using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Import;
using NodaTime;

namespace CaseStudies.Server.Tests.Import;

public sealed class StatedFactTests
{
    private static readonly SessionHeld s_known = new(new(FactExamples.Session), new("cafe"), new(2025, 5, 10), new(10, 0), Venue: new Slug("hall"));

    private static readonly CommandFactory s_commands = new(new(new("npo"), new("hachifuku"), content => content), ImmutableDictionary<Guid, Guid>.Empty);

    /// <summary>Kinds whose required members can all stand in cells.</summary>
    public static TheoryData<string> Kinds => [.. FactExamples.Kinds.Where(k => FactMembers.ForKind(k).Required.All(EventMembers.ForKind(k).ContainsKey))];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_fact_of_any_kind_is_what_the_serializer_would_read(string kind)
    {
        var example = new FactExamples(_ => "text").Act(kind)[^1].AsObject();
        var stated = Stated(kind, example);
        var places = new Dictionary<string, PrivateText>();
        var fact = stated.Build(null, (member, _) => places[member] = new(Guid.NewGuid(), "commitment"));
        var json = stated.ToJson();
        foreach (var (member, place) in places)
            json[member] = JsonSerializer.SerializeToNode(place, DomainJson.Options);
        Assert.Equal(Written(json.Deserialize<InitiativeFact>(DomainJson.Options)!), Written(fact));
        Assert.False(FactMembers.ForKind(kind).Contradicts(fact, json.Deserialize<InitiativeFact>(DomainJson.Options)!));
    }

    [Fact]
    public void What_a_row_leaves_blank_stays_as_it_is_recorded() => Assert.Equal(
        s_known with { End = new LocalTime(12, 0) }, StatedFact.Create<SessionHeld>(("end", new LocalTime(12, 0)), ("venue", null)).Build(s_known, NoText));

    [Fact]
    public void What_is_recorded_already_is_nothing_new()
    {
        var (fact, _) = s_commands.Compare(s_known, StatedFact.Create<SessionHeld>(("start", new LocalTime(10, 0)), ("venue", new Slug("hall"))));
        Assert.Null(fact);
    }

    [Theory]
    [InlineData("yes", true), InlineData("no", false)]
    public void Answers_are_compared_by_their_content(string again, bool same)
    {
        var answers = ImmutableSortedDictionary.CreateRange<string, Slug>([new("again", new("yes")), new("lonely", new("never"))]);
        var known = new SurveyResponseRecorded(new("mood"), 1, new("pre"), new(2025, 5, 10), answers);
        ImmutableArray<KeyValuePair<string, Slug>> stated = [new("lonely", new("never")), new("again", new(again))];
        Assert.Equal(same, s_commands.Compare(known, StatedFact.Create<SurveyResponseRecorded>(("answers", stated))).Fact is null);
    }

    [Fact]
    public void A_value_that_no_fact_can_have_is_refused_as_the_serializer_would()
    {
        StatedFact[] impossible =
        [
            StatedFact.Create<StrandStarted>(("strand", new Slug("cafe")), ("name", new string('長', 4_001)), ("on", new LocalDate(2025, 5, 10))),
            StatedFact.Create<StrandStarted>(("strand", new Slug("cafe")), ("name", "喫茶"), ("on", new LocalDate(3000, 1, 1))),
        ];
        Assert.All(impossible, stated => Assert.Equal(
            Assert.Throws<JsonException>(() => stated.ToJson().Deserialize<InitiativeFact>(DomainJson.Options)).Message,
            Assert.Throws<FormatException>(() => stated.Build(null, NoText)).Message));
    }

    [Fact]
    public void A_new_fact_without_a_required_member_is_a_mistake_of_the_program() =>
        Assert.Throws<ArgumentException>(() => StatedFact.Create<StrandEnded>(("strand", new Slug("cafe"))).Build(null, NoText));

    private static StatedFact Stated(string kind, JsonObject example)
    {
        var members = new OrderedDictionary<string, object>();
        foreach (var (member, type) in EventMembers.ForKind(kind).Where(m => example[m.Key] is not null))
        {
            members[member] = type == typeof(PublicText) || type == typeof(PrivateText)
                ? "text"
                : JsonSerializer.Deserialize(example[member], type, DomainJson.Options)!;
        }

        return new(FactMembers.ForKind(kind), members);
    }

    private static string Written(InitiativeFact fact) => JsonSerializer.Serialize(fact, DomainJson.Options);

    private static PrivateText NoText(string member, string text) => throw new InvalidOperationException($"'{member}' is no private text.");
}
