namespace CaseStudies.Server.Problems;

/// <summary>The identity provider's keys cannot be had.</summary>
internal sealed class ProviderUnreachableException(Exception inner) : Exception("The identity provider cannot be reached.", inner);
