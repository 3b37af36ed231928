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

    /// <summary>The indicator <c>youth</c> of <see cref="Api.OpenedAsync"/> gets a target.</summary>
    public static string YouthAgainst(string target) =>
        $$$"""
        {"kind":"indicator_revised","indicator":"youth","version":2,"on":"2025-04-01","why":{"ja":"目標","en":"Target"},
        "definition":{"label":{"ja":"若者","en":"Young people"},"formula":{"op":"sum",
        "of":{"kind":"participants_counted","where":{"scheme":["audience"],"group":["youth"],"unit":["people"]}},"quantity":"count"},
        "show":{"counts":"attendances","unit":{"ja":"人","en":"people"}},"target":"{{{target}}}","headline":true}}
        """;

    public static string Milestone(string key) =>
        $$$"""{"kind":"milestone_reached","milestone":"{{{key}}}","description":{"ja":"達成","en":"Reached"},"on":"2025-05-01"}""";
}
