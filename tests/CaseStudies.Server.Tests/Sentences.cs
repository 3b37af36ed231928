namespace CaseStudies.Server.Tests;

/// <summary>Facts as a client writes them.</summary>
internal static class Sentences
{
    public const string Opening =
        """
        {"kind":"initiative_opened","title":{"ja":"はち福","en":"Hachifuku"},"forms":[{"ja":"居場所","en":"A place to be"}],
        "audiences":[{"ja":"若者","en":"Young people"}],"areas":[{"ja":"福生市","en":"Fussa"}],"on":"2025-04-01"}
        """;

    public static string Session(Guid session, string on) => $$"""{"kind":"session_held","session":"{{session}}","strand":"cafe","on":"{{on}}"}""";

    public static string Youth(Guid session, int count, string? part = null) =>
        $$"""
        {"kind":"participants_counted","session":"{{session}}","scheme":"audience","group":"youth",
        "count":{{count}},"unit":"people"{{(part is null ? "" : $",\"part\":\"{part}\"")}}}
        """;

    public static string Milestone(string key) =>
        $$$"""{"kind":"milestone_reached","milestone":"{{{key}}}","description":{"ja":"達成","en":"Reached"},"on":"2025-05-01"}""";
}
