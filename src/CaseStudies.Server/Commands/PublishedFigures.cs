using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;

namespace CaseStudies.Server.Commands;

/// <summary>A headline figure as it was published.</summary>
/// <param name="Printed">As it stands in the collection: qualifier, value and unit.</param>
internal sealed record PublishedFigure(Slug Key, string Label, string Printed);

/// <summary>The published figures of the collection, by initiative. Data only: no expected value stands in code.</summary>
internal static class PublishedFigures
{
    public static async Task<Dictionary<string, List<PublishedFigure>>> ReadAsync(CancellationToken cancellation)
    {
        await using var file = File.OpenRead(Path.Combine(Samples.Folder, "published.json"));
        using var document = await JsonDocument.ParseAsync(file, DomainJson.DocumentOptions, cancellation);
        return document.RootElement.GetProperty("initiatives").EnumerateArray().ToDictionary(
            i => i.GetProperty("id").GetString()!,
            i => i.GetProperty("figures").EnumerateArray().Select(Figure).ToList());
    }

    private static PublishedFigure Figure(JsonElement figure)
    {
        var value = figure.GetProperty("value");
        var number = value.ValueKind == JsonValueKind.Number ? value.GetRawText()
            : value.TryGetProperty("approx", out var approximate) ? approximate.GetRawText()
            : $"{value.GetProperty("min").GetRawText()}〜{value.GetProperty("max").GetRawText()}";
        var amount = number + figure.GetProperty("unit").GetString();
        var word = figure.TryGetProperty("qualifier", out var q) ? q.GetString() : null;
        return new(new(figure.GetProperty("key").GetString()!), figure.GetProperty("label").GetString()!,
            word is null ? amount : word.StartsWith('約') ? "約" + amount + word[1..].TrimStart('…') : amount + word.TrimStart('…'));
    }
}
