using System.Collections.Immutable;
using System.Text.Json;

namespace CaseStudies.Server.Commands;

/// <summary>What one organisation published. Data only: no expected value stands in code.</summary>
internal sealed record PublishedInitiative(string Id, string Organisation, string Title, ImmutableArray<PublishedFigure> Figures)
{
    private static readonly JsonSerializerOptions s_options = new(JsonSerializerDefaults.Web) { RespectRequiredConstructorParameters = true };

    public static ImmutableArray<PublishedInitiative> Read(string folder) =>
        JsonSerializer.Deserialize<ImmutableArray<PublishedInitiative>>(File.ReadAllText(Path.Combine(folder, "published.json")), s_options);
}

/// <param name="Value">A number, <c>{min,max}</c>, <c>{approx}</c>, or null where only a word is printed.</param>
/// <param name="Qualifier">約 stands before the number, other words behind it; 約…以上 stands on both sides.</param>
internal sealed record PublishedFigure(string Key, string Label, JsonElement Value, string Unit, string? Qualifier = null)
{
    /// <summary>The figure as it is printed in Japanese.</summary>
    public string Text
    {
        get
        {
            var number = Value.ValueKind == JsonValueKind.Number
                ? Value.GetRawText()
                : Value.TryGetProperty("approx", out var approx)
                    ? approx.GetRawText()
                    : $"{Value.GetProperty("min").GetRawText()}〜{Value.GetProperty("max").GetRawText()}";
            var (before, behind) = Qualifier?.Split('…') switch
            {
                null => ("", ""),
                [var first, var second] => (first, second),
                ["約"] => ("約", ""),
                [var word] => ("", word),
                _ => throw new FormatException($"The qualifier '{Qualifier}' has too many gaps."),
            };
            return before + number + Unit + behind;
        }
    }
}
