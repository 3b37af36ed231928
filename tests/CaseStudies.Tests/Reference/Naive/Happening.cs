using NodaTime;

namespace CaseStudies.Tests.Reference.Naive;

/// <summary>A stored event as somebody finds it who knows the format and not the program.</summary>
/// <param name="Name">The stored name, such as <c>participants_counted_v2</c>.</param>
/// <param name="Body">JSON.</param>
/// <param name="Opens">The entry that it opens, should it be a fact.</param>
/// <param name="Import">The import that it came by, as its envelope says.</param>
internal sealed record Happening(int Version, string Name, string Body, Instant RecordedAt, Guid Opens, Guid? Import = null);
