using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;

namespace CaseStudies.Server.Capture;

/// <summary>Where JSON from outside comes in: refused here is whatever the store cannot keep or a parser could choke on.</summary>
internal static class JsonDoor
{
    public const int MaximumBytes = 1024 * 1024;
    public const int MaximumTextLength = 8_000;
    public const int MaximumNumberLength = 24;

    /// <summary>Reads a body of bounded size into an object.</summary>
    /// <exception cref="JsonException">Not well formed, not an object, too deep, or with a value that cannot be kept; the path says where.</exception>
    /// <exception cref="BadHttpRequestException">413: too large.</exception>
    public static async Task<JsonObject> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > MaximumBytes)
            throw TooLarge();
        var buffer = new ArrayBufferWriter<byte>();
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellation);
            foreach (var piece in read.Buffer)
                buffer.Write(piece.Span);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (buffer.WrittenCount > MaximumBytes)
                throw TooLarge();
            if (read.IsCompleted)
                return Parse(buffer.WrittenMemory);
        }
    }

    /// <exception cref="JsonException">As for <see cref="ReadAsync"/>.</exception>
    public static JsonObject Parse(ReadOnlyMemory<byte> utf8)
    {
        CheckTokens(utf8.Span);
        return JsonNode.Parse(utf8.Span, documentOptions: DomainJson.DocumentOptions) as JsonObject
            ?? throw new JsonException("The body is a JSON object.", "$", null, null);
    }

    private static void CheckTokens(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = DomainJson.MaximumDepth });
        var path = new JsonPath();
        while (reader.Read())
        {
            path.Enter(reader.TokenType);
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    var name = Text(ref reader, path);
                    path.Name(name);
                    break;
                case JsonTokenType.String:
                    Text(ref reader, path);
                    break;
                case JsonTokenType.Number when reader.ValueSpan.Length > MaximumNumberLength:
                    throw No($"A number has at most {MaximumNumberLength} characters.", path);
            }

            path.Leave(reader.TokenType);
        }
    }

    private static string Text(ref Utf8JsonReader reader, JsonPath path)
    {
        string text;
        try
        {
            text = reader.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("The text holds half a surrogate pair, or bytes that are not UTF-8.", path.ToString(), null, null, e);
        }

        if (text.Contains('\0', StringComparison.Ordinal))
            throw No("The text holds the character U+0000.", path);
        return text.Length <= MaximumTextLength ? text : throw No($"A text has at most {MaximumTextLength} characters.", path);
    }

    private static JsonException No(string why, JsonPath path) => new(why, path.ToString(), null, null);

    private static BadHttpRequestException TooLarge() => new($"A request body has at most {MaximumBytes} bytes.", StatusCodes.Status413PayloadTooLarge);

    /// <summary>Where the reader is: a JSON pointer's steps.</summary>
    private sealed class JsonPath
    {
        private readonly Stack<(string? Name, int Index, bool IsArray)> _steps = [];

        public void Enter(JsonTokenType token)
        {
            if (_steps.TryPeek(out var top) && top.IsArray && token is not JsonTokenType.EndArray)
            {
                _steps.Pop();
                _steps.Push(top with { Index = top.Index + 1 });
            }
        }

        public void Name(string name)
        {
            _steps.Pop();
            _steps.Push((name, 0, false));
        }

        public void Leave(JsonTokenType token)
        {
            if (token is JsonTokenType.StartObject or JsonTokenType.StartArray)
                _steps.Push((null, -1, token == JsonTokenType.StartArray));
            else if (token is JsonTokenType.EndObject or JsonTokenType.EndArray)
                _steps.Pop();
        }

        public override string ToString()
        {
            var text = new StringBuilder("$");
            foreach (var (name, index, isArray) in _steps.Reverse())
            {
                if (isArray)
                    text.Append('[').Append(index).Append(']');
                else if (name is not null)
                    text.Append('.').Append(name);
            }

            return text.ToString();
        }
    }
}
