namespace CaseStudies.Server.Problems;

/// <summary>The subject looks like an address or a name, so nothing is recorded under it.</summary>
internal sealed class SubjectNotOpaqueException() : Exception("The subject is no opaque id.");
