using System.Text;
using System.Text.Json.Nodes;

namespace CaseStudies.Server.Tests.Problems;

/// <summary>Bodies made from an acceptable one. Each says what is wrong with it.</summary>
public static class HostileBodies
{
    /// <summary>Wrong as a whole; none of them may be accepted.</summary>
    public static IEnumerable<(string What, byte[] Body)> Whole(JsonObject valid)
    {
        var text = valid.ToJsonString();
        foreach (var (what, body) in new (string, string)[]
        {
            ("empty", ""), ("blank", " \n\t"), ("a list", "[]"), ("a list of it", $"[{text}]"), ("null", "null"), ("a number", "1"), ("a text", "\"x\""),
            ("true", "true"),
            ("nothing in it", "{}"), ("trailing word", text + " x"), ("twice", text + text), ("trailing zero byte", text + "\0"), ("comment", "/* c */" + text),
            ("line comment", text + "// c"), ("trailing comma", text[..^1] + ",}"), ("BOM", "\uFEFF" + text), ("single quotes", text.Replace('"', '\'')),
            ("deep lists", new string('[', 10_000)), ("deep lists, closed", new string('[', 10_000) + new string(']', 10_000)),
            ("deep objects", string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000)),
            ("deep within", text[..^1] + ",\"x\":" + new string('[', 10_000) + new string(']', 10_000) + "}"),
            ("NaN", text[..^1] + ",\"x\":NaN}"), ("Infinity", text[..^1] + ",\"x\":-Infinity}"), ("hexadecimal", text[..^1] + ",\"x\":0x1F}"),
            ("400 digits", text[..^1] + $",\"x\":{new string('9', 400)}}}"), ("1e131071", text[..^1] + ",\"x\":1e131071}"),
            ("unknown member", text[..^1] + ",\"氏名\":\"山田太郎\"}"), ("unknown null member", text[..^1] + ",\"x\":null}"),
            ("case of a member", $"{{\"{char.ToUpperInvariant(text[2])}{text[3..]}"),
            ("duplicate member", text[..^1] + $",\"command\":\"{Guid.NewGuid()}\"}}"),
            ("duplicate by escape", text[..^1] + $",\"comm\\u0061nd\":\"{Guid.NewGuid()}\"}}"),
            ("prototype", text[..^1] + ",\"__proto__\":{}}"), ("a type's name", text[..^1] + ",\"$type\":\"System.Object\"}"),
            ("a reference", text[..^1] + ",\"$ref\":\"1\"}"),
            ("zero in a name", text[..^1] + ",\"\\u0000\":1}"), ("half a pair in a name", text[..^1] + ",\"\\ud800\":1}"),
            ("long name", text[..^1] + $",\"{new string('n', 9_000)}\":1}}"),
            ("a name that is long and unknown", text[..^1] + $",\"{new string('n', 7_000)}\":1}}"), ("2 MiB of blanks", text + new string(' ', 2 << 20)),
            ("2 MiB of text", text[..^1] + $",\"x\":\"{new string('x', 2 << 20)}\"}}"), ("another entry", text[..^1] + $",\"entry\":\"{Guid.NewGuid()}\"}}"),
            ("another tenant", text[..^1] + ",\"tenant\":\"beta\"}"), ("a clock of its own", text[..^1] + ",\"recordedAt\":\"2020-01-01T00:00:00Z\"}"),
        })
            yield return (what, Encoding.UTF8.GetBytes(body));

        yield return ("UTF-16", Encoding.Unicode.GetBytes(text));
        yield return ("UTF-32", Encoding.UTF32.GetBytes(text));
        yield return ("bytes in a name", [.. Encoding.UTF8.GetBytes(text[..^1] + ",\""), 0xFF, 0xFE, .. "\":1}"u8]);
        yield return ("bytes outside", [0xC0, 0x80, .. Encoding.UTF8.GetBytes(text)]);
        for (var i = 1; i < 8; i++)
            yield return ($"cut after {i}/8", Encoding.UTF8.GetBytes(text)[..(Encoding.UTF8.GetByteCount(text) * i / 8)]);
    }

    /// <summary>Every value replaced by what no value may be.</summary>
    public static IEnumerable<(string What, byte[] Body)> Unacceptable(JsonObject valid)
    {
        foreach (var path in Paths(valid))
        {
            foreach (var value in new[]
            {
                "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00 x\"", $"\"{new string('長', 9_000)}\"", "1e131071", new string('9', 400), "[null]",
                "{\"x\":{\"y\":1}}", "{\"a\":1,\"a\":2}",
            })
                yield return ($"{path} = {value[..Math.Min(20, value.Length)]}", Encoding.UTF8.GetBytes(Put(valid, path, value)));
            var around = Put(valid, path, "\"#\"").Split("\"#\"");
            yield return ($"{path} = bytes that are not UTF-8",
                [.. Encoding.UTF8.GetBytes(around[0] + "\""), 0xED, 0xA0, 0x80, .. Encoding.UTF8.GetBytes("\"" + around[1])]);
            yield return ($"{path} = a raw zero", Encoding.UTF8.GetBytes(Put(valid, path, "\"a\0b\"")));
        }
    }

    /// <summary>Every value replaced by what a careless client might send; some of it is acceptable.</summary>
    public static IEnumerable<(string What, byte[] Body)> Odd(JsonObject valid)
    {
        foreach (var path in Paths(valid))
        {
            foreach (var value in new[]
            {
                "null", "true", "1", "1.0", "-0", "-1", "1e3", "2147483647", "-2147483648", "2147483648", "\"\"", "\" \"", "\"x\"", "\"山田 太郎\"", "\"1\"",
                "\"-9998-01-01\"",
                "\"0001-01-01\"", "\"9999-12-31\"", "\"1000-01-01\"", "\"2999-12-31\"", "\"2025-02-30\"", "\"9999-12\"", "\"23:59:59.999999999\"",
                "\"24:00:00\"", "\"999999999999999.999999\"", "\"1e9\"",
                "[]", "{}", "[[]]", "[{}]", "{\"op\":\"count\"}", "{\"op\":1}", "{\"vault\":\"6f1c1b5e-6a0e-4f57-9a56-0f6a51c0d7a1\",\"commitment\":\"x\"}",
            })
                yield return ($"{path} = {value}", Encoding.UTF8.GetBytes(Put(valid, path, value)));
            yield return ($"{path} is left out", Encoding.UTF8.GetBytes(Put(valid, path, null)));
        }
    }

    /// <summary>The body with one value replaced (null: taken out), as text, so that it may be no JSON.</summary>
    private static string Put(JsonObject valid, string path, string? value)
    {
        var copy = valid.DeepClone().AsObject();
        if (copy.ContainsKey("command"))
            copy["command"] = Guid.NewGuid().ToString();
        JsonNode owner = copy;
        var steps = path.Split('/');
        foreach (var step in steps[..^1])
            owner = owner is JsonArray list ? list[int.Parse(step, null)]! : owner[step]!;
        var marker = Guid.NewGuid().ToString();
        switch (owner)
        {
            case JsonArray list when value is null:
                list.RemoveAt(int.Parse(steps[^1], null));
                break;
            case JsonArray list:
                list[int.Parse(steps[^1], null)] = marker;
                break;
            case JsonObject o when value is null:
                o.Remove(steps[^1]);
                break;
            default:
                owner[steps[^1]] = marker;
                break;
        }

        return copy.ToJsonString().Replace($"\"{marker}\"", value, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Paths(JsonNode node, string prefix = "") => node switch
    {
        JsonObject o => o.SelectMany(m => Below(m.Value, prefix + m.Key)),
        JsonArray a => a.SelectMany((v, i) => Below(v, $"{prefix}{i}")),
        _ => [],
    };

    private static IEnumerable<string> Below(JsonNode? value, string path) => value is null ? [path] : Paths(value, path + "/").Prepend(path);
}
