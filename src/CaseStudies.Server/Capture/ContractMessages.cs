using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Capture;

/// <summary>The messages about an unknown member or word, with the one that was probably meant.</summary>
internal static class ContractMessages
{
    public static MalformedException Needed(JsonNode node, string ja, string en) => new(new(ja, en), JsonPointer.ForNode(node));

    public static MalformedException Number(JsonNode node, RangeAttribute range) => Needed(
        node, $"ここには {range.Minimum} から {range.Maximum} までの整数を、数字だけで書きます(単位・小数点・指数は付けません)。",
        $"A whole number from {range.Minimum} to {range.Maximum} is needed here, in digits alone, without a unit, a decimal point or an exponent.");

    public static MalformedException Null(JsonObject owner, string name) => new(
        new("ここに null は書けません。値を書くか、項目を省いてください。", "null is not allowed here. Give a value, or leave the member out."), Member(owner, name));

    public static MalformedException Missing(JsonObject owner, IReadOnlyList<string> names) => new(
        new($"必要な項目がありません:{string.Join("、", names)}。書き加えてください。", $"Required members are missing: {string.Join(", ", names)}. Add them."),
        JsonPointer.ForNode(owner));

    /// <param name="open">The members that may still be written.</param>
    public static MalformedException Unknown(JsonObject owner, string name, IReadOnlyList<string> open)
    {
        var (ja, en) = NearestWords.IsQuotable(name)
            ? ($"「{name}」という項目はありません。", $"There is no member '{name}'.")
            : ("この名前の項目はありません。", "There is no member with this name.");
        return NearestWords.To(name, open) is [var likely, ..]
            ? new(new($"{ja}「{likely}」の誤りではありませんか。", $"{en} Did you mean '{likely}'?"), Member(owner, name))
            : new(new($"{ja}つづりを確かめるか、取り除いてください。{Listed("書ける項目:", open, "、", "。")}",
                $"{en} Check its spelling, or leave it out.{Listed(" Allowed here: ", open, ", ", ".")}"), Member(owner, name));
    }

    public static MalformedException Word(JsonNode node, IReadOnlyList<string> words)
    {
        var likely = node.GetValueKind() == JsonValueKind.String ? NearestWords.To(node.GetValue<string>(), words) : [];
        return new(new(
            $"ここに書ける語は次のとおりです:{string.Join("、", words)}。{(likely is [var ja, ..] ? $"「{ja}」の誤りではありませんか。" : "")}",
            $"Write one of these words: {string.Join(", ", words)}.{(likely is [var en, ..] ? $" Did you mean '{en}'?" : "")}"), JsonPointer.ForNode(node));
    }

    /// <param name="many">There are too many to list them all.</param>
    public static MalformedException Choice(JsonNode node, IEnumerable<string> choices, bool many)
    {
        if (!many)
            return Word(node, [.. choices]);
        var likely = node.GetValueKind() == JsonValueKind.String ? NearestWords.To(node.GetValue<string>(), [.. choices]) : [];
        return new(new(
            $"この種類(kind)の記録はありません。{Listed("近いもの:", likely, "、", "。")}種類の一覧と例は /reference にあります。",
            $"There is no such kind of fact.{Listed(" Similar: ", likely, ", ", ".")} All kinds are listed with examples at /reference."),
            JsonPointer.ForNode(node));
    }

    private static string Listed(string before, IReadOnlyList<string> words, string between, string after) =>
        words.Count == 0 ? "" : before + string.Join(between, words) + after;

    private static string Member(JsonObject owner, string name) => $"{JsonPointer.ForNode(owner)}/{JsonPointer.Escape(name)}";
}
