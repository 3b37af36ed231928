using System.Text.Json;
using CaseStudies.Domain;

namespace CaseStudies.Server.Problems;

/// <summary>What was sent is not of its form; the sentence says how to write it, in both languages.</summary>
/// <param name="pointer">Where in the body, as a JSON pointer; null where it is not in the body.</param>
internal sealed class MalformedException(PublicText sentence, string? pointer = null) : JsonException(sentence.En, pointer, null, null)
{
    public PublicText Sentence { get; } = sentence;
}
