using System.Collections.Immutable;
using System.Text.Json;

namespace CaseStudies.Tests.Samples;

/// <summary>What one organisation published.</summary>
internal sealed record PublishedInitiative(string Id, string Organisation, string Title, ImmutableArray<PublishedFigure> Figures);

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
