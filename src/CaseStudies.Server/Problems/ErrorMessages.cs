using System.Text.Json;
using System.Text.RegularExpressions;
using CaseStudies.Domain;
using NodaTime;

namespace CaseStudies.Server.Problems;

/// <summary>Turns an error of the domain or of the JSON serializer into a sentence in both languages that says how to write it instead.</summary>
/// <remarks>Nothing that was sent is quoted, because it may be of any length. The pointer in the problem document says where it is.</remarks>
internal static partial class ErrorMessages
{
    private static readonly PublicText s_other = new("値の書き方が正しくありません。APIの説明(/openapi.json)を確かめてください。", "A value is not written correctly. See /openapi.json.");

    private static readonly (string Start, string Ja)[] s_domain =
    [
        ("A key has ", "キーは a-z、0-9、- の1〜64文字で、最初と最後は英小文字か数字です。"),
        ("A person is identified by ", "人は p- と 8〜32 桁の 0-9、a-f で表します。名前は書けません。"),
        ("A member is identified by ", "メンバーの番号は m- と32桁の 0-9、a-f です。サインインした人の最初のページに出ます。"),
        ("A subject id has ", "利用者IDは a-z、A-Z、0-9、「.」「_」「:」「|」「-」の1〜100文字です。"),
        ("A quantity is ", "数量は、小数点の前が15桁まで、後が6桁までの十進数を引用符に入れて書きます(例:\"12\"、\"0.75\")。"),
        ("A date is ", "日付は 1000 年から 2999 年までの実在する日で、2025-04-01 のように書きます。"),
        ("A month lies ", "月は 1000 年から 2999 年までで、2025-04 のように書きます。"),
        ("An id is ", "ID は UUID です。6f1c1b5e-6a0e-4f57-9a56-0f6a51c0d7a1 のように書きます。"),
        ("A text in quotation marks ", "ここには引用符に入れた文字列が必要です。"),
        ("A text with ja and en ", "ここには ja と en を持つ文章が必要です。"),
        ("A plain text ", "ここには文字列をそのまま書きます。記録とは別の場所に保管されます。"),
        ("The text is empty", "文章が空です。何か書くか、この項目を省いてください。"),
        ("The text has ", "文章が長すぎます。4000 文字までにしてください。"),
        ("The text contains the character U+0000", "文章に保存できない文字 U+0000 が含まれています。取り除いてください。"),
        ("The text contains half ", "文章に壊れた文字(対になっていないサロゲート)が含まれています。入力し直してください。"),
        ("There is no kind of fact", "この種類(kind)の記録はありません。APIの説明(/openapi.json)にある種類から選んでください。"),
        ("A fact is an object", "記録は、種類(kind)を持つオブジェクトです。"),
        ("A fact names its kind", "記録には種類(kind)が必要です(例:\"session_held\")。"),
        ("A fact's version ", "種類の版(v)は整数で書くか、省いてください。"),
        ("A formula names ", "式には操作(op)が必要です(例:\"count\")。"),
    ];

    public static PublicText FromException(Exception e)
    {
        if (e is MalformedException malformed)
            return malformed.Sentence;
        if (Array.Find(s_domain, d => e.Message.StartsWith(d.Start, StringComparison.Ordinal)) is { Ja: { } ja, Start: var start })
            return new(ja, start == "There is no kind of fact" ? "There is no such kind of fact. The kinds are listed in /openapi.json." : e.Message);
        if (e.Message.StartsWith("The kind '", StringComparison.Ordinal))
            return new("この種類の記録に、その版(v)はありません。v を省いてください。", "This kind has no such version. Leave 'v' out.");
        if (Missing().Match(e.Message) is { Success: true } missing)
            return new($"必要な項目がありません:{missing.Groups[1].Value}。", $"Required members are missing: {missing.Groups[1].Value}.");
        if (e.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
            return new("この名前の項目はありません。つづりを確かめるか、取り除いてください。", "There is no member with this name. Check its spelling, or leave it out.");
        if (e.Message.Contains("doesn't allow null values", StringComparison.Ordinal))
            return new("ここに null は書けません。値を書くか、項目を省いてください。", "null is not allowed here. Give a value, or leave the member out.");
        if (e.Message.Contains("type discriminator", StringComparison.Ordinal))
            return new("この式の操作(op)はありません。APIの説明(/openapi.json)を確かめてください。", "There is no such formula operation ('op'). See /openapi.json.");
        return Converted().Match(e.Message) is { Success: true } converted
            ? Needed(MemberType(converted.Groups[1].Value, (e as JsonException)?.Path) ?? converted.Groups[1].Value)
            : s_other;
    }

    /// <summary>The serializer may name the type that owns the value; the last step of the path then names the member.</summary>
    private static string? MemberType(string owner, string? path) =>
        path?[(path.LastIndexOf('.') + 1)..] is { Length: > 0 } member
            ? typeof(Slug).Assembly.GetType(owner)?.GetProperty(char.ToUpperInvariant(member[0]) + member[1..])?.PropertyType.ToString()
            : null;

    /// <param name="type">The name of the .NET type that was expected.</param>
    private static PublicText Needed(string type)
    {
        if (type.Contains("Int32", StringComparison.Ordinal) && !type.Contains("Immutable", StringComparison.Ordinal))
            return new("ここには整数を引用符なしで書きます(小数点や指数は使えません)。-2147483648 から 2147483647 までです。",
                "A whole number is needed here, without quotation marks, decimal point or exponent, from -2147483648 to 2147483647.");
        if (type.Contains("Boolean", StringComparison.Ordinal))
            return new("ここには true か false を書きます。", "true or false is needed here.");
        if (type.Contains(nameof(Instant), StringComparison.Ordinal))
            return new("日時は UTC で、2026-01-31T14:59:59Z のように書きます。", "Write a date and time in UTC, like 2026-01-31T14:59:59Z.");
        if (type.Contains(nameof(LocalTime), StringComparison.Ordinal))
            return new("時刻は 13:30:00 のように書きます。", "Write a time of day like 13:30:00.");
        if (type.StartsWith("System.String", StringComparison.Ordinal))
            return new("ここには引用符に入れた文字列が必要です。", "A text in quotation marks is needed here.");
        if (Word(type) is { } words)
            return new($"ここに書ける語は次のとおりです:{words}。", $"Write one of these words: {words}.");
        return type.Contains("ImmutableArray", StringComparison.Ordinal)
            ? new("ここには配列([ … ])が必要です。", "An array ([ … ]) is needed here.")
            : new("ここにはオブジェクト({ … })が必要です。", "An object ({ … }) is needed here.");
    }

    private static string? Word(string type)
    {
        var found = NullableOf().Match(type) is { Success: true } inner ? inner.Groups[1].Value : type;
        return (typeof(Slug).Assembly.GetType(found) ?? typeof(ErrorMessages).Assembly.GetType(found)) is { IsEnum: true } choice
            ? string.Join(", ", Enum.GetNames(choice).Select(JsonNamingPolicy.KebabCaseLower.ConvertName))
            : null;
    }

    [GeneratedRegex(@"missing required properties including: (.+?)\.(?: Path: |$)")]
    private static partial Regex Missing();

    [GeneratedRegex(@"(?:could not be converted to|Cannot convert value to) (.+?)\.?(?: Path: |$)")]
    private static partial Regex Converted();

    [GeneratedRegex(@"\ASystem\.Nullable`1\[(.+)\]\z")]
    private static partial Regex NullableOf();
}
