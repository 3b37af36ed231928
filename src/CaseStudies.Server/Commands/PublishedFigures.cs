using System.Collections.Immutable;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;

namespace CaseStudies.Server.Commands;

/// <summary>What one organisation published. Data only: no expected value stands in code.</summary>
/// <param name="Period">The days that the publication is about. Records of later years do not change what was published.</param>
/// <param name="Figures">The headline figures.</param>
/// <param name="Further">What else stands in the text: lists, prices, schedules, words.</param>
internal sealed record PublishedInitiative(
    string Id, string Organisation, string Title, Period Period, ImmutableArray<PublishedFigure> Figures, ImmutableArray<PublishedFigure> Further)
{
    public static ImmutableArray<PublishedInitiative> Read(string folder) =>
        JsonSerializer.Deserialize<ImmutableArray<PublishedInitiative>>(File.ReadAllText(Path.Combine(folder, "published.json")), DomainJson.Options);
}

/// <param name="Value">A number, <c>{min,max}</c> (an open max is null), <c>{approx}</c>, or null where only a word is printed.</param>
/// <param name="Qualifier">約 stands before the number, other words behind it; 約…以上 stands on both sides; 全員 and the like enclose it.</param>
internal sealed record PublishedFigure(string Key, string Label, JsonElement? Value, string Unit, string? Qualifier = null)
{
    private const string AtLeast = "以上";
    private static readonly string[] s_enclosing = ["全員", "毎回", "満席"];

    /// <summary>The figure as it is printed in Japanese. Where the text only implies "at least so many", 以上 says so.</summary>
    public string Text
    {
        get
        {
            var number = Number("approx") ?? Number("min") + (Number("max") is { } max ? $"〜{max}" : "");
            if (Value is { ValueKind: JsonValueKind.Number } plain)
                number = plain.GetRawText();
            if (Qualifier == "複数")
                return Qualifier + Unit;
            if (Qualifier is { } word && s_enclosing.Contains(word))
                return $"{word}({number}{Unit})";
            var (before, behind) = Qualifier?.Split('…') switch
            {
                null => ("", IsOpen ? AtLeast : ""),
                [var first, var second] => (first, second),
                ["約"] => ("約", ""),
                ["過去最多"] => ("過去最多の", ""),
                [var only] => ("", only),
                _ => throw new FormatException($"The qualifier '{Qualifier}' has too many gaps."),
            };
            return before + number + Unit + behind;
        }
    }

    private bool IsOpen => Number("min") is not null && Number("max") is null;

    /// <summary>Whether a derived figure says what was printed: equal, or for an open list no less, or in the same words.</summary>
    public bool Agrees(Figure figure)
    {
        if (figure is not { Status: FigureStatus.Computed, Value: { } value, Shown: { } shown })
            return false;
        if (shown.Ja == Text)
            return true;
        if (Value is not { } printed || printed.ValueKind == JsonValueKind.Null || Number("approx") is not null)
            return false;
        var (low, high) = printed.ValueKind == JsonValueKind.Number ? (printed.GetRawText(), printed.GetRawText()) : (Number("min")!, Number("max"));
        return high is null ? value.Low >= Quantity.Parse(low) : value == new FigureValue(Quantity.Parse(low), Quantity.Parse(high));
    }

    private string? Number(string member) =>
        Value is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty(member, out var number) && number.ValueKind == JsonValueKind.Number
            ? number.GetRawText()
            : null;
}
