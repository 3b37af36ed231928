namespace CaseStudies.Benchmarks;

/// <summary>One way of writing a fact durably; done when it is committed.</summary>
/// <param name="Write">Writes one fact to the stream of this number.</param>
internal sealed record Contender(string Name, Func<int, Task> Write);
