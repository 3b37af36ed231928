using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Capture;

/// <summary>Reads JSON bodies from clients, with limits. It refuses what the store cannot keep: U+0000, lone surrogates, numbers out of range.</summary>
internal static class JsonBodyReader
{
    public const int MaximumBytes = 1024 * 1024;

    /// <summary>Above <see cref="MaximumBytes"/> the answer is a 413. Kestrel reads this far, so that the client gets the 413 and not a reset
    /// connection.</summary>
    public const int DrainedBytes = 8 * MaximumBytes;

    public const int MaximumTextLength = 8_000;
    public const int MaximumNumberLength = 24;

    /// <summary>The longest list of any kind. The contract of a list may allow fewer items.</summary>
    public const int MaximumListLength = 1_000;

    /// <summary>Reads a body of bounded size into an object.</summary>
    /// <exception cref="JsonException">Not well formed, not an object, too deep, or with a value that cannot be kept; the path says where.</exception>
    /// <exception cref="BadHttpRequestException">413: too large.</exception>
    public static async Task<JsonObject> ReadAsync(HttpRequest request, CancellationToken cancellation) =>
        Parse(await ReadBytesAsync(request, MaximumBytes, cancellation));

    /// <summary>Reads the whole body. Kestrel refuses one that is cut short.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpRequest request, int maximum, CancellationToken cancellation)
    {
        // Routing refuses other content types, but lets a request without one pass.
        if (!request.HasJsonContentType())
            throw new BadHttpRequestException("The body is not said to be JSON.", StatusCodes.Status415UnsupportedMediaType);
        if (request.ContentLength > maximum)
            throw TooLarge(maximum);
        var buffer = new ArrayBufferWriter<byte>();
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellation);
            foreach (var piece in read.Buffer)
                buffer.Write(piece.Span);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (buffer.WrittenCount > maximum)
                throw TooLarge(maximum);
            if (read.IsCompleted)
                return buffer.WrittenMemory;
        }
    }

    /// <exception cref="JsonException">As for <see cref="ReadAsync"/>.</exception>
    public static JsonObject Parse(ReadOnlyMemory<byte> utf8)
    {
        CheckTokens(utf8.Span);
        return JsonNode.Parse(utf8.Span, documentOptions: DomainJson.DocumentOptions) as JsonObject
            ?? throw new MalformedException(new("JSON のオブジェクト({ … })を一つ送ってください。", "Send one JSON object ({ … })."), "");
    }

    private static void CheckTokens(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = DomainJson.MaximumDepth });
        var path = new JsonPath();
        while (Next(ref reader, path))
        {
            path.Enter(reader.TokenType);
            if (path.PastEnd)
                throw No($"配列の要素は {MaximumListLength} 個までです。分けて送ってください。", $"An array can have at most {MaximumListLength} elements. Send it in parts.", path);
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    var name = Text(ref reader, path);
                    if (!path.Name(name))
                        throw No("同じ名前の項目が二つあります。一つにしてください。", "This member appears twice. Remove one of them.", path);
                    break;
                case JsonTokenType.Null when path.InList:
                    throw No("配列の中に null は書けません。取り除いてください。", "null is not allowed in an array. Remove it.", path);
                case JsonTokenType.String:
                    Text(ref reader, path);
                    break;
                case JsonTokenType.Number when reader.ValueSpan.Length > MaximumNumberLength:
                    throw No($"数は {MaximumNumberLength} 文字までです。", $"A number can have at most {MaximumNumberLength} characters.", path);
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
        catch (InvalidOperationException)
        {
            throw No("文字列に壊れた文字(UTF-8 でないバイト、または対になっていないサロゲート)があります。入力し直してください。",
                "The text contains half a surrogate pair, or bytes that are not UTF-8. Enter it again.", path);
        }

        if (text.Contains('\0', StringComparison.Ordinal))
            throw No("文字列に保存できない文字 U+0000 があります。取り除いてください。", "The text contains the character U+0000. Remove it.", path);
        return text.Length <= MaximumTextLength ? text : throw No(
            $"文字列は {MaximumTextLength} 文字までです。", $"A text can have at most {MaximumTextLength} characters.", path);
    }

    private static bool Next(ref Utf8JsonReader reader, JsonPath path)
    {
        try
        {
            return reader.Read();
        }
        catch (JsonException e)
        {
            throw reader.CurrentDepth >= DomainJson.MaximumDepth
                ? No($"入れ子が深すぎます({DomainJson.MaximumDepth} 段まで)。", $"The JSON is nested too deeply. At most {DomainJson.MaximumDepth} levels are allowed.",
                    path)
                : No(
                    $"JSON として読めません({e.LineNumber + 1} 行目、{e.BytePositionInLine + 1} バイト目)。UTF-8(BOM なし)の JSON オブジェクトを一つ送ってください。",
                    $"This is not JSON (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}). Send one JSON object in UTF-8 without a byte order mark.",
                    path);
        }
    }

    private static MalformedException No(string ja, string en, JsonPath path) => new(new(ja, en), path.ToString());

    private static BadHttpRequestException TooLarge(int maximum) => new($"A request body has at most {maximum} bytes.", StatusCodes.Status413PayloadTooLarge);

    /// <summary>Where the reader is: a JSON pointer's steps.</summary>
    private sealed class JsonPath
    {
        private readonly Stack<(string? Name, int Index, bool IsArray, HashSet<string> Seen)> _steps = [];

        public bool PastEnd => _steps.TryPeek(out var top) && top.Index >= MaximumListLength;

        public bool InList => _steps.TryPeek(out var top) && top.IsArray;

        public void Enter(JsonTokenType token)
        {
            if (_steps.TryPeek(out var top) && top.IsArray && token is not JsonTokenType.EndArray)
            {
                _steps.Pop();
                _steps.Push(top with { Index = top.Index + 1 });
            }
        }

        /// <returns>False if this object had the name before.</returns>
        public bool Name(string name)
        {
            var seen = _steps.Pop().Seen;
            _steps.Push((name, 0, false, seen));
            return seen.Add(name);
        }

        public void Leave(JsonTokenType token)
        {
            if (token is JsonTokenType.StartObject or JsonTokenType.StartArray)
                _steps.Push((null, -1, token == JsonTokenType.StartArray, new(StringComparer.Ordinal)));
            else if (token is JsonTokenType.EndObject or JsonTokenType.EndArray)
                _steps.Pop();
        }

        public override string ToString()
        {
            var text = new StringBuilder();
            foreach (var (name, index, isArray, _) in _steps.Reverse())
            {
                if (isArray)
                    text.Append('/').Append(index);
                else if (name is not null)
                    text.Append('/').Append(JsonPointer.Escape(name));
            }

            return text.ToString();
        }
    }
}
