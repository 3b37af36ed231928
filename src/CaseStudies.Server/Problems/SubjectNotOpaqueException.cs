namespace CaseStudies.Server.Problems;

/// <summary>The subject could be an address or a name: nothing is recorded under it.</summary>
internal sealed class SubjectNotOpaqueException() : Exception("The subject is no opaque id.");
