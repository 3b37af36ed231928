namespace CaseStudies.EmbeddedPostgres;

/// <summary>
/// What is known about a home's server. Running without a version: its process is alive, but does not answer (it is
/// starting, stopping or hung).
/// </summary>
public sealed record EmbeddedStatus(bool Running, int? Port, int? Pid, string? Version, string Home);
