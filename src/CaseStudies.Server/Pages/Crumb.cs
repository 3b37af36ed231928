using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Pages;

/// <summary>One step of the way to a page.</summary>
public sealed record Crumb(Words Name, string? Address = null);
