namespace CaseStudies.Server.Problems;

/// <summary>The identity provider's keys or addresses cannot be had.</summary>
internal class ProviderUnreachableException(Exception inner) : Exception("The identity provider cannot be reached.", inner);

/// <summary>What is there is not the identity provider that was named: the setting is wrong, or somebody else answers.</summary>
internal sealed class ProviderMismatchException(Exception inner) : ProviderUnreachableException(inner);
