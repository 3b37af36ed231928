using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Server.Capture;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Tests.Capture;

/// <summary>What a sender is told of each kind of slip: where it stands, what is wrong, what to write.</summary>
public sealed class ContractValidatorTests
{
    private static readonly FactExamples s_examples = new(path => $"文 {path}");

    [Theory]
    [InlineData("session_held", "strnad", "\"cafe\"", "/facts/0/strnad", "「strnad」という項目はありません。「strand」の誤り", "Did you mean 'strand'?", "strand")]
    [InlineData("session_held", "Strand", "\"cafe\"", "/facts/0/Strand", "「strand」の誤り", "Did you mean 'strand'?", "strand")]
    [InlineData("session_held", "colour", "\"red\"", "/facts/0/colour", "つづりを確かめるか、取り除いて", "Check its spelling", null)]
    [InlineData("session_held", "a/b~c", "1", "/facts/0/a~1b~0c", "この名前の項目はありません", "no member with this name", null)]
    [InlineData("session_held", "氏名", "\"x\"", "/facts/0/氏名", "この名前の項目はありません", "no member with this name", null)]
    [InlineData("session_held", "", null, "/facts/0", "必要な項目がありません:strand、on。", "Required members are missing: strand, on.", "strand,on")]
    [InlineData("session_held", "sessionKind", "\"regulr\"", "/facts/0/sessionKind", "「regular」の誤りではありませんか", "regular, training, meeting", null)]
    [InlineData("session_held", "sessionKind", "7", "/facts/0/sessionKind", "ここに書ける語は次のとおりです:regular、training", "one of these words", null)]
    [InlineData("session_held", "on", "\"2025-02-30\"", "/facts/0/on", "2025-04-01 のように書きます", "written like 2025-04-01", null)]
    [InlineData("session_held", "on", "20250401", "/facts/0/on", "引用符に入れた文字列が必要です。日付は", "A text in quotation marks is needed here. A date is", null)]
    [InlineData("session_held", "start", "\"1:30pm\"", "/facts/0/start", "13:30:00 のように", "like 13:30:00", null)]
    [InlineData("session_held", "strand", "\"Café\"", "/facts/0/strand", "a-z、0-9、- の1〜64文字", "1 to 64 characters", null)]
    [InlineData("session_held", "strand", "null", "/facts/0/strand", "null は書けません", "null is not allowed", null)]
    [InlineData("session_held", "title", "{\"ja\":\"題\"}", "/facts/0/title", "必要な項目がありません:en。", "Required members are missing: en.", null)]
    [InlineData("session_held", "title", "\"題\"", "/facts/0/title", "ja、en を持つオブジェクト", "with ja, en is needed", null)]
    [InlineData("session_held", "title", "{\"ja\":\" \",\"en\":\"x\"}", "/facts/0/title/ja", "文章が空です", "The text is empty", null)]
    [InlineData("session_held", "kind", "\"session_hold\"", "/facts/0/kind", "近いもの:session_held。", "Similar: session_held.", null)]
    [InlineData("session_held", "kind", "\"survey\"", "/facts/0/kind", "survey_tallied", "survey_introduced", null)]
    [InlineData("session_held", "kind", "\"qqqq\"", "/facts/0/kind", "種類の一覧と例は /reference にあります", "All kinds are listed", null)]
    [InlineData("session_held", "kind", "12", "/facts/0/kind", "この種類(kind)の記録はありません", "no such kind", null)]
    [InlineData("session_held", "v", "\"two\"", "/facts/0", "種類の版(v)は整数", "is a whole number", null)]
    [InlineData("session_held", "v", "9", "/facts/0", "その版(v)はありません", "no such version", null)]
    [InlineData("participants_counted", "count", "\"four\"", "/facts/0/count", "0 から 1000000 までの整数を、数字だけで", "A whole number from 0 to 1000000", null)]
    [InlineData("participants_counted", "count", "\"１４人\"", "/facts/0/count", "単位・小数点・指数は付けません", "without a unit", null)]
    [InlineData("participants_counted", "count", "3000000000", "/facts/0/count", "0 から 1000000 までの整数", "from 0 to 1000000", null)]
    [InlineData("participants_counted", "count", "2.5", "/facts/0/count", "0 から 1000000 までの整数", "A whole number", null)]
    [InlineData("quantity_observed", "value", "12.5", "/facts/0/value", "引用符に入れた文字列が必要です。数量は", "in quotation marks is needed here. A quantity", null)]
    [InlineData("quantity_observed", "value", "\"1,200\"", "/facts/0/value", "十進数を引用符に入れて", "A quantity is a decimal", null)]
    [InlineData("person_enrolled", "basis", "\"consented\"", "/facts/0/basis", "「consent」の誤りではありませんか", "Did you mean 'consent'?", null)]
    [InlineData("person_enrolled", "guardianConsented", "\"true\"", "/facts/0/guardianConsented", "true か false", "true or false", null)]
    [InlineData("person_enrolled", "person", "\"山田太郎\"", "/facts/0/person", "名前は書けません", "never by a name", null)]
    [InlineData("initiative_opened", "areas", "{}", "/facts/0/areas", "配列([ … ])が必要", "An array ([ … ])", null)]
    [InlineData("initiative_opened", "areas", "[{\"ja\":\"題\",\"en\":\"x\"},{\"ja\":\"題\"}]", "/facts/0/areas/1", "必要な項目がありません:en。",
        "Required members are missing: en.", null)]
    [InlineData("survey_tallied", "tallies", "{\"a/b\":{\"yes\":\"one\"}}", "/facts/0/tallies/a~1b/yes", "0 から 1000000 までの整数", "A whole number", null)]
    [InlineData("indicator_adopted", "definition/formula", "{\"op\":\"cuont\"}", "/facts/0/definition/formula/op", "「count」の誤りではありませんか",
        "Did you mean 'count'?", null)]
    [InlineData("indicator_adopted", "definition/formula", "{}", "/facts/0/definition/formula", "必要な項目がありません:op。", "Required members are missing: op.", null)]
    [InlineData("indicator_adopted", "definition/formula/of/wehre", "{}", "/facts/0/definition/formula/of/wehre", "「where」の誤り", "Did you mean 'where'?",
        "definition/formula/of/where")]
    public void It_is_told_where_and_what_to_write(string kind, string member, string? value, string place, string ja, string en, string? without)
    {
        var fact = s_examples.Act(kind)[^1];
        foreach (var path in without?.Split(',') ?? [])
            Owner(fact, path).Remove(path.Split('/')[^1]);
        if (value is not null)
            (member == "a/b~c" ? fact.AsObject() : Owner(fact, member))[member == "a/b~c" ? member : member.Split('/')[^1]] = JsonNode.Parse(value);

        var refused = Refused("record", new() { ["command"] = Guid.NewGuid().ToString(), ["facts"] = new JsonArray(fact) });

        Assert.Equal(place, JsonPointer.OfPath(refused.Path));
        Assert.Contains(ja, ErrorMessages.FromException(refused).Ja, StringComparison.Ordinal);
        Assert.Contains(en, ErrorMessages.FromException(refused).En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("record", """{"facts":[]}""", "", "Required members are missing: command.")]
    [InlineData("record", """{"command":"0b9a4c43-5d0e-4a36-8f1f-6f6d6f3f0f11"}""", "", "Required members are missing: facts.")]
    [InlineData("record", """{"command":"0b9a4c43-5d0e-4a36-8f1f-6f6d6f3f0f11","facts":[]}""", "/facts", "1 to 500 facts")]
    [InlineData("record", """{"command":"0b9a4c43-5d0e-4a36-8f1f-6f6d6f3f0f11","facts":[7]}""", "/facts/0", "An object ({ … }) with 'kind'")]
    [InlineData("record", """{"comand":"0b9a4c43-5d0e-4a36-8f1f-6f6d6f3f0f11","facts":[]}""", "/comand", "Did you mean 'command'?")]
    [InlineData("correct", """
        {"command":"0b9a4c43-5d0e-4a36-8f1f-6f6d6f3f0f11","entry":"0b9a4c43-5d0e-4a36-8f1f-6f6d6f3f0f11",
        "replacement":{"kind":"strand_started","strand":"cafe","name":{"ja":"茶","en":"tea"}},"reason":{"code":"other"}}
        """, "/replacement", "Required members are missing: on.")]
    [InlineData("withdraw", """
        {"command":"0b9a4c43-5d0e-4a36-8f1f-6f6d6f3f0f11","entry":"0b9a4c43-5d0e-4a36-8f1f-6f6d6f3f0f11","reason":{"code":"misscounted"}}
        """, "/reason/code", "Did you mean 'miscounted'?")]
    [InlineData("withdraw", """{"command":"0b9a4c43-5d0e-4a36-8f1f-6f6d6f3f0f11","entry":"x","reason":{"code":"other"}}""", "/entry", "An id is a UUID")]
    public void So_it_is_of_a_command(string verb, string body, string place, string en)
    {
        var refused = Refused(verb, JsonNode.Parse(body)!.AsObject());

        Assert.Equal(place, JsonPointer.OfPath(refused.Path));
        Assert.Contains(en, ErrorMessages.FromException(refused).En, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$", ""), InlineData("$.facts[3].count", "/facts/3/count"), InlineData("$.a['b.c'][0]", "/a/b.c/0"), InlineData("$['~/']", "/~0~1")]
    [InlineData("/facts/3", "/facts/3"), InlineData("", ""), InlineData(null, null)]
    public void A_path_of_the_serialiser_becomes_a_pointer(string? path, string? place) => Assert.Equal(place, JsonPointer.OfPath(path));

    internal static JsonException Refused(string verb, JsonObject body) =>
        Assert.ThrowsAny<JsonException>(() => CommandReader.Read(verb, JsonBodyReader.Parse(JsonSerializer.SerializeToUtf8Bytes(body))));

    private static JsonObject Owner(JsonNode fact, string path) => path.Split('/')[..^1].Aggregate(fact, (at, step) => at[step]!).AsObject();
}
