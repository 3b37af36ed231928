using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Capture;

internal enum BatchMode
{
    /// <summary>Each item is recorded or refused by itself.</summary>
    Each,

    /// <summary>All items are recorded, or none.</summary>
    All,
}

/// <summary>An item of a batch: the command, or the problem with it.</summary>
/// <param name="Pointer">The place of the command, or of the fault in it, as a JSON pointer.</param>
internal sealed record BatchItem(string Pointer, Slug Initiative, ReceivedCommand? Sent, PublicText? Fault);

internal sealed record SentBatch(BatchMode Mode, IReadOnlyList<BatchItem> Items);

/// <summary>Splits a batch into the bytes of its items, so that a fault in one concerns no other, and each meets the same checks as alone.</summary>
internal static class BatchReader
{
    public const int MaximumItems = 1_000;

    /// <summary>An item that is nested too deeply is refused when it is read, alone.</summary>
    public static readonly JsonReaderOptions Options = new() { MaxDepth = MaximumDepth };

    private const int MaximumDepth = 100_000;

    private static readonly string[] s_verbs = ["record", "correct", "withdraw", "change", "undo"];

    /// <exception cref="JsonException">The batch itself is malformed or cut short; nothing of it is recorded.</exception>
    public static SentBatch Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return Whole(utf8);
        }
        catch (JsonException e) when (e is not MalformedException)
        {
            throw new MalformedException(new(
                $"JSON として読めないか、途中で切れています({e.LineNumber + 1} 行目、{e.BytePositionInLine + 1} バイト目)。何も記録していません。もう一度送ってください。",
                $"This is not JSON, or it is cut short (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}). Nothing was recorded. Send it again."), "");
        }
    }

    private static SentBatch Whole(ReadOnlyMemory<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8.Span, Options);
        var (mode, slices) = ((BatchMode?)null, (List<ReadOnlyMemory<byte>>?)null);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw No("JSON のオブジェクト({ … })を一つ送ってください。", "Send one JSON object ({ … }).");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (mode is null && Is(ref reader, "mode"))
                mode = Mode(ref reader);
            else if (slices is null && Is(ref reader, "items"))
                slices = Slices(ref reader, utf8);
            else
                throw No("項目は mode と items を一つずつ書いてください。", "A batch must have the members 'mode' and 'items', once each.");
        }

        if (reader.Read() || mode is not { } chosen || slices is not { } all)
            throw No("必要な項目がありません:mode、items。", "Required members are missing: mode, items.");
        return new(chosen, [.. all.Select((slice, index) => BatchItemReader.Read(slice, $"/items/{index}", s_verbs))]);
    }

    private static BatchMode Mode(ref Utf8JsonReader reader)
    {
        if (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            if (Is(ref reader, "each"))
                return BatchMode.Each;
            if (Is(ref reader, "all"))
                return BatchMode.All;
        }

        throw No("ここに書ける語は次のとおりです:each, all。", "Write one of these words: each, all.", "/mode");
    }

    private static List<ReadOnlyMemory<byte>> Slices(ref Utf8JsonReader reader, ReadOnlyMemory<byte> utf8)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            throw No("ここには配列([ … ])が必要です。", "An array ([ … ]) is needed here.", "/items");
        var slices = new List<ReadOnlyMemory<byte>>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            slices.Add(utf8[start..(int)reader.BytesConsumed]);
        }

        return slices.Count is > 0 and <= MaximumItems ? slices : throw No(
            $"一度に送れるのは 1 件から {MaximumItems} 件までです。", $"A batch must have 1 to {MaximumItems} items.", "/items");
    }

    /// <summary>Our member names need no escapes. An escaped name may hold half a surrogate pair, at which the comparison would throw.</summary>
    public static bool Is(ref Utf8JsonReader reader, string word) => !reader.ValueIsEscaped && reader.ValueTextEquals(word);

    private static MalformedException No(string ja, string en, string pointer = "") => new(new(ja, en), pointer);
}
