using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Capture;

/// <summary>Reads one item of a batch: <c>{"initiative": "spark", "record": {…}}</c>. The command has to meet what its own endpoint demands.</summary>
internal static class BatchItemReader
{
    /// <param name="pointer">Where the item stands in the batch.</param>
    public static BatchItem Read(ReadOnlyMemory<byte> utf8, string pointer, string[] verbs)
    {
        try
        {
            var (initiative, verb, command) = Members(utf8, verbs);
            pointer += $"/{verb}";
            if (command.Length > JsonBodyReader.MaximumBytes)
                throw No($"一つの操作は {JsonBodyReader.MaximumBytes} バイトまでです。", $"A command can have at most {JsonBodyReader.MaximumBytes} bytes.");
            return new(pointer, initiative, CommandReader.Read(verb, JsonBodyReader.Parse(command)), null);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return new(pointer + JsonPointer.OfPath((e as JsonException)?.Path), default, null, ErrorMessages.FromException(e));
        }
    }

    private static (Slug Initiative, string Verb, ReadOnlyMemory<byte> Command) Members(ReadOnlyMemory<byte> utf8, string[] verbs)
    {
        var reader = new Utf8JsonReader(utf8.Span, BatchReader.Options);
        var (initiative, verb, command) = ((Slug?)null, (string?)null, ReadOnlyMemory<byte>.Empty);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw No("ここにはオブジェクト({ … })が必要です。", "An object ({ … }) is needed here.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (initiative is null && BatchReader.Is(ref reader, "initiative"))
            {
                reader.Read();
                initiative = Initiative(ref reader);
                continue;
            }

            verb = verb is null ? Verb(ref reader, verbs) : null;
            if (verb is null)
                break;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            command = utf8[start..(int)reader.BytesConsumed];
        }

        return initiative is { } known && verb is not null && reader.TokenType == JsonTokenType.EndObject ? (known, verb, command) : throw No(
            $"取組(initiative)と、操作を一つ({string.Join("、", verbs)} のいずれか)だけ書いてください。",
            $"An item has its 'initiative' and exactly one command ({string.Join(", ", verbs)}), and nothing else.");
    }

    private static string? Verb(ref Utf8JsonReader reader, string[] verbs)
    {
        foreach (var verb in verbs)
        {
            if (BatchReader.Is(ref reader, verb))
                return verb;
        }

        return null;
    }

    private static Slug Initiative(ref Utf8JsonReader reader)
    {
        try
        {
            return new(reader.TokenType == JsonTokenType.String ? reader.GetString()! : "");
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            throw No("取組のキーは a-z、0-9、- の1〜64文字で、最初と最後は英小文字か数字です。",
                "An initiative's key has 1 to 64 characters of a-z, 0-9 and -, and begins and ends with a letter or digit.", "/initiative");
        }
    }

    private static MalformedException No(string ja, string en, string pointer = "") => new(new(ja, en), pointer);
}
