namespace CaseStudies.Server.Problems;

/// <summary>This machine's clock and the database's differ too much: what is recorded now would bear a wrong time for ever.</summary>
internal sealed class ClockSkewException : Exception;
