namespace CaseStudies.Server.Import;

/// <summary>The keys of words for parts of a day.</summary>
internal static class PartWords
{
    public static string? Parse(string text) => LooseTextKey.FromText(text) switch
    {
        "午前" or "午前の部" or "am" => "morning",
        "午後" or "午後の部" or "pm" => "afternoon",
        "夜" or "夜間" or "夜の部" or "夕方" => "evening",
        "第1部" or "1部" => "part-1",
        "第2部" or "2部" => "part-2",
        "第3部" or "3部" => "part-3",
        _ => null,
    };
}
