using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Tests.Reference.Naive;

/// <summary>One content of one entry, from the version that said it to the version that closed it.</summary>
internal sealed class Revision(Guid entry, int number, string kind, JsonObject body, int knownFrom)
{
    public Guid Entry { get; } = entry;
    public int Number { get; } = number;
    public string Kind { get; } = kind;
    public JsonObject Body { get; } = body;
    public int KnownFrom { get; } = knownFrom;

    /// <summary><c>Superseded</c> or <c>Withdrawn</c>; null while it is in force.</summary>
    public string? Closed { get; set; }

    public LocalDate? OwnDay { get; } = Kinds.Day(kind, body) is { } text ? Date(text) : null;

    /// <summary>A member as text, or what its absence means.</summary>
    public string? Own(string member) => Body[member] switch
    {
        null => Kinds.Absent(Kind, member),
        JsonValue value when value.GetValueKind() is JsonValueKind.True => "true",
        JsonValue value when value.GetValueKind() is JsonValueKind.False => "false",
        JsonValue value when value.GetValueKind() is JsonValueKind.Number => value.ToJsonString(),
        JsonValue value => (string?)value,
        _ => null,
    };

    public LocalDate Day(string member) => Date((string)Body[member]!);

    public static LocalDate Date(string text) => LocalDatePattern.Iso.Parse(text).Value;
}
