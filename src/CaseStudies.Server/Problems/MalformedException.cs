using System.Text.Json;
using CaseStudies.Domain;

namespace CaseStudies.Server.Problems;

/// <summary>The request is not written correctly. The sentence says how to write it, in both languages.</summary>
/// <param name="pointer">JSON pointer into the body; null where the problem is elsewhere.</param>
internal sealed class MalformedException(PublicText sentence, string? pointer = null) : JsonException(sentence.En, pointer, null, null)
{
    public PublicText Sentence { get; } = sentence;
}
