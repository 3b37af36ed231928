namespace CaseStudies.Server.Problems;

/// <summary>Too much heavy work waits before this piece. Nothing of it was begun.</summary>
internal sealed class CrowdedException : Exception;
