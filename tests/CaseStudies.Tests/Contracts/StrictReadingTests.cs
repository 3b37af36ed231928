using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Tests.Contracts;

public sealed class StrictReadingTests
{
    public static TheoryData<string, string> MembersThatMustStand
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var contract in InitiativeEventCatalogue.All.Where(c => c.Type is not null))
            {
                foreach (var parameter in contract.Type!.GetConstructors()[0].GetParameters().Where(p => !p.HasDefaultValue))
                    data.Add(contract.StoredName, JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!));
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(MembersThatMustStand))]
    public void A_missing_member_is_refused(string storedName, string member)
    {
        var body = Contract.Tree(storedName);
        body.Remove(member);

        Refused(storedName, body.ToJsonString());
    }

    [Theory, MemberData(nameof(MembersThatMustStand))]
    public void A_null_where_none_belongs_is_refused(string storedName, string member)
    {
        var body = Contract.Tree(storedName);
        body[member] = null;

        Refused(storedName, body.ToJsonString());
    }

    [Theory, MemberData(nameof(ContractTests.StoredNames), MemberType = typeof(ContractTests))]
    public void An_unknown_member_is_refused(string storedName) => Refused(storedName, Contract.Text(storedName).Insert(1, "\"surplus\":1,"));

    [Theory, MemberData(nameof(ContractTests.StoredNames), MemberType = typeof(ContractTests))]
    public void A_repeated_member_is_refused(string storedName)
    {
        var (name, value) = Contract.Tree(storedName).First();

        Refused(storedName, Contract.Text(storedName).Insert(1, $"\"{name}\":{value!.ToJsonString(Contract.Compact)},"));
    }

    [Theory, MemberData(nameof(ContractTests.StoredNames), MemberType = typeof(ContractTests))]
    public void A_member_of_another_type_is_refused(string storedName)
    {
        foreach (var (name, _) in Contract.Tree(storedName))
        {
            var body = Contract.Tree(storedName);
            body[name] = new JsonArray(new JsonObject());
            Refused(storedName, body.ToJsonString());
        }
    }

    [Theory]
    [InlineData("session_dreamt", "{}")]
    [InlineData("session_held", "null")]
    [InlineData("session_held", "[]")]
    [InlineData("participants_counted", "null")]
    [InlineData("participants_counted", "[]")]
    [InlineData("participants_counted", "{")]
    [InlineData("session_held_v2", "{}")]
    public void A_body_that_is_none_of_ours_is_refused(string storedName, string body) => Refused(storedName, body);

    [Theory]
    [InlineData("initiative_opened", "forms")]
    [InlineData("initiative_opened", "audiences")]
    [InlineData("survey_introduced", "items")]
    public void A_null_among_the_members_of_a_list_is_refused(string storedName, string member)
    {
        var body = Contract.Tree(storedName);
        body[member]!.AsArray().Add(null);

        Refused(storedName, body.ToJsonString());
    }

    [Theory]
    [InlineData("""{"op":"distinct","of":[null],"by":"person"}""")]
    [InlineData("""{"op":"count","of":{"kind":"session_held","where":{"strand":[null]}}}""")]
    [InlineData("""{"op":"count","of":{"kind":"session_held","where":{"strand":null}}}""")]
    [InlineData("""{"op":"count","of":null}""")]
    [InlineData("""{"op":"median","of":{"kind":"session_held"}}""")]
    [InlineData("""{"of":{"kind":"session_held"}}""")]
    [InlineData("""{"op":"count","op":"count","of":{"kind":"session_held"}}""")]
    public void A_formula_that_is_not_whole_is_refused(string formula)
    {
        var definition = Contract.Tree("indicator_adopted")["definition"]!.ToJsonString(Contract.Compact);
        var old = Contract.Tree("indicator_adopted")["definition"]!["formula"]!.ToJsonString(Contract.Compact);

        Refused("indicator_adopted", $$"""{"indicator":"x","definition":{{definition.Replace(old, formula, StringComparison.Ordinal)}},"on":"2025-04-01"}""");
    }

    [Theory]
    [InlineData("""{"v":1,"strand":"cafe","on":"2025-05-01"}""")]
    [InlineData("""{"kind":"session_dreamt","v":1}""")]
    [InlineData("""{"kind":"entry_withdrawn","v":1,"entry":"0196b1c4-9d10-7a44-b0c2-1e5d7f3a9c20","reason":{"code":"other"}}""")]
    [InlineData("""{"kind":7,"strand":"cafe","on":"2025-05-01"}""")]
    [InlineData("""{"kind":"strand_ended","v":2,"strand":"cafe","on":"2025-05-01"}""")]
    [InlineData("""{"kind":"strand_ended","v":"1","strand":"cafe","on":"2025-05-01"}""")]
    [InlineData("""{"kind":"strand_ended","v":null,"strand":"cafe","on":"2025-05-01"}""")]
    [InlineData("""{"kind":"strand_ended","v":1.5,"strand":"cafe","on":"2025-05-01"}""")]
    [InlineData("""{"kind":"strand_ended","kind":"strand_ended","v":1,"strand":"cafe","on":"2025-05-01"}""")]
    [InlineData("""{"kind":"strand_ended","v":1,"strand":"cafe","strand":"hall","on":"2025-05-01"}""")]
    [InlineData("""{"kind":"strand_ended","v":1,"strand":"cafe","on":"2025-05-01","surplus":1}""")]
    [InlineData("\"strand_ended\"")]
    [InlineData("null")]
    public void A_nested_fact_is_read_as_strictly(string replacement) => Refused("entry_corrected",
        $$$"""{"entry":"0196b1c4-9d10-7a44-b0c2-1e5d7f3a9c20","replacement":{{{replacement}}},"reason":{"code":"other"}}""");

    [Theory]
    [InlineData("""{"kind":"session_cancelled","strand":"cafe","on":"2025-13-01"}""")]
    [InlineData("""{"kind":"session_cancelled","strand":"Cafe","on":"2025-05-01"}""")]
    [InlineData("""{"kind":"session_cancelled","strand":7,"on":"2025-05-01"}""")]
    [InlineData("""{"kind":"person_left","person":"山田","on":"2025-05-01"}""")]
    [InlineData("""{"kind":"strand_started","strand":"cafe","name":{"ja":"","en":"x"},"on":"2025-05-01"}""")]
    [InlineData("""{"kind":"strand_started","strand":"cafe","name":{"ja":"喫茶\u0000","en":"x"},"on":"2025-05-01"}""")]
    [InlineData("""{"kind":"strand_started","strand":"cafe","name":{"ja":"喫茶","en":null},"on":"2025-05-01"}""")]
    [InlineData("""{"kind":"target_set","target":"t","comparison":0,"value":"1","on":"2025-05-01"}""")]
    [InlineData("""{"kind":"target_set","target":"t","comparison":"around","value":"1","on":"2025-05-01"}""")]
    [InlineData("""{"kind":"target_set","target":"t","comparison":"at-least","value":1,"on":"2025-05-01"}""")]
    [InlineData("""{"kind":"target_set","target":"t","comparison":"at-least","value":"1e9","on":"2025-05-01"}""")]
    public void A_value_that_is_none_is_refused(string fact) =>
        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<InitiativeFact>(fact, DomainJson.Options));

    [Fact]
    public void A_lone_surrogate_is_refused() => Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<InitiativeFact>(
        """{"kind":"strand_started","strand":"cafe","name":{"ja":"\ud800","en":"x"},"on":"2025-05-01"}""", DomainJson.Options));

    [Theory]
    [InlineData("indicator_adopted")]
    [InlineData("participants_counted")]
    public void A_body_that_is_too_deep_is_refused(string storedName)
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", DomainJson.MaximumDepth + 1)) + "1" + new string('}', DomainJson.MaximumDepth + 1);

        Refused(storedName, deep);
    }

    private static void Refused(string storedName, string body) =>
        Assert.ThrowsAny<JsonException>(() => InitiativeEventCatalogue.Read(storedName, body));
}
