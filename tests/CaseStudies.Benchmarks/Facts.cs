using System.Text.Json.Nodes;
using CaseStudies.Domain;

namespace CaseStudies.Benchmarks;

/// <summary>What is written, and where: stream n is an initiative of organisation n modulo their number.</summary>
internal static class Facts
{
    public const string Kind = "consultation_received";

    private static readonly string[] s_topics = ["housing", "work", "debt", "family", "health", "school"];

    /// <summary>Set once, before anything is measured.</summary>
    public static int Organisations { get; set; } = 1;

    public static Slug Organisation(int stream) => new($"org-{stream % Organisations:000}");

    public static Slug Initiative(int stream) => new($"initiative-{stream:0000}");

    /// <summary>As a hand-written store would keep it.</summary>
    public static string Body(int topic = 0) =>
        $$"""{"kind":"{{Kind}}","v":1,"on":"2025-06-02","channel":"phone","topic":"{{s_topics[topic % s_topics.Length]}}"}""";

    /// <summary>As a phone sends it.</summary>
    public static string Sent(int topic = 0) => $$"""{"kind":"{{Kind}}","on":"2025-06-02","channel":"phone","topic":"{{s_topics[topic % s_topics.Length]}}"}""";

    public static JsonNode Consultation(int topic = 0) => JsonNode.Parse(Sent(topic))!;

    public static JsonNode Opening() => JsonNode.Parse(
        """{"kind":"initiative_opened","title":{"ja":"計測","en":"Bench"},"forms":[],"audiences":[],"areas":[],"on":"2025-04-01"}""")!;

    public static JsonNode Strand() => JsonNode.Parse("""{"kind":"strand_started","strand":"cafe","name":{"ja":"喫茶","en":"Café"},"on":"2025-04-01"}""")!;

    public static JsonNode Term(string dimension, string term) => JsonNode.Parse(
        $$$"""{"kind":"term_defined","dimension":"{{{dimension}}}","term":"{{{term}}}","label":{"ja":"計測","en":"measured"},"on":"2025-04-01"}""")!;

    /// <param name="minute">Of the day on which it starts, so that sessions of one day are not taken for the same.</param>
    public static JsonNode Session(Guid session, int month, int minute = 0) => JsonNode.Parse(
        $$"""
        {"kind":"session_held","session":"{{session}}","strand":"cafe","on":"2025-{{4 + (month % 9):00}}-10",
        "start":"{{minute / 60:00}}:{{minute % 60:00}}:00","end":"23:59:00"}
        """)!;

    public static JsonNode Count(Guid session, int part, int? count = null) => JsonNode.Parse(
        $$"""
        {"kind":"participants_counted","session":"{{session}}","scheme":"audience","group":"{{(part % 2 == 0 ? "youth" : "adults")}}",
        "count":{{count ?? part % 7}},"unit":"people","part":"part-{{part}}"}
        """)!;
}
