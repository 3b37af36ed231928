namespace CaseStudies.Tests.Reference.Drawn;

/// <summary>Few words, so that entries meet, repeat and contradict each other.</summary>
internal static class Vocabulary
{
    public static readonly string[] Strands = ["cafe", "cafe", "garden"];
    public static readonly string[] People = ["p-0000000a", "p-0000000b", "p-0000000c", "p-0000000d", "p-0000000e", "p-0000000f"];
    public static readonly string[] Partners = ["npo", "school-1", "shop", "ward"];
    public static readonly string[] Waves = ["after", "after", "before", "before", "middle"];
    public static readonly string[] Items = ["alone", "sleep"];
    public static readonly string[] Answers = ["never", "often", "sometimes", "unsure"];
    public static readonly string[] Indicators = ["indicator-1", "indicator-2", "indicator-3"];

    /// <summary>Dimension → values that entries have, for whatever kind has the dimension.</summary>
    public static readonly Dictionary<string, string[]> Values = new()
    {
        ["strand"] = ["cafe", "garden"],
        ["person"] = People,
        ["partner"] = Partners,
        ["sessionKind"] = ["regular", "meeting", "outing"],
        ["venue"] = ["hall", "park"],
        ["proposedBy"] = ["intern", "staff"],
        ["scheme"] = ["age", "side"],
        ["group"] = ["youth", "adults", "helpers"],
        ["part"] = ["morning", "evening"],
        ["role"] = ["intern", "helper", "user"],
        ["class"] = ["public", "private"],
        ["quantity"] = ["harvest", "meals"],
        ["item"] = ["bean", "potato"],
        ["source"] = ["scale", "reception"],
        ["attribute"] = ["roots", "language"],
        ["value"] = ["nepal", "japan", "peru"],
        ["activity"] = ["planning", "driving"],
        ["basis"] = ["consent", "contract", "legitimate-activity"],
        ["cause"] = ["exams", "weather"],
        ["stage"] = ["visited", "selected"],
        ["channel"] = ["telephone", "visit"],
        ["topic"] = ["school", "work"],
        ["speaker"] = ["user", "family"],
        ["thread"] = ["thread-1", "thread-2", "thread-3"],
        ["contact"] = ["information-shared", "collaboration-requested", "support-offered"],
        ["contribution"] = ["goods", "premises"],
        ["destination"] = ["office", "hospital"],
        ["origin"] = ["office", "school"],
        ["milestone"] = ["tool", "report"],
        ["by"] = ["ward", "npo"],
        ["outcome"] = ["talk", "trust"],
        ["direction"] = ["more", "fewer"],
        ["section"] = ["summary", "results", "outlook"],
        ["instrument"] = ["wellbeing"],
        ["wave"] = ["before", "after", "middle"],
        ["version"] = ["1", "1", "2"],
        ["finding"] = ["fine", "worse"],
        ["indicator"] = Indicators,
        ["target"] = ["target-1", "target-2", "target-3"],
        ["baseline"] = ["baseline-1", "baseline-2"],
        ["aspect"] = ["audience", "area", "method"],
        ["state"] = ["in-review", "closed", "reopened"],
        ["earlier"] = ["before-us"],
        ["dimension"] = ["group", "venue"],
        ["term"] = ["youth", "hall"],
        ["overlap"] = ["unknown"],
        ["kept"] = People,
        ["merged"] = People,
        ["reply"] = ["true", "false"],
        ["guardianConsented"] = ["true", "false"],
        ["publicationConsented"] = ["true", "false"],
    };

    /// <summary>What one unit is depends on the kind.</summary>
    public static string[] Units(string kind) => kind switch
    {
        "participants_counted" or "session_planned" => ["people", "people", "people", "pairs"],
        "strand_rescheduled" => ["month", "week"],
        _ => ["kilogram", "kilogram", "kilogram", "piece", "people"],
    };

    /// <summary>Of targets and baselines; the last two are in no table.</summary>
    public static readonly string[] DeclaredUnits =
        ["people", "attendances", "percent", "households", "kg", "sessions", "hours", "months", "points", "newspapers", "calls-per-month"];
}
