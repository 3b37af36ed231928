using CaseStudies.Server.Telling;

namespace CaseStudies.Server.Pages;

/// <summary>One item of the breadcrumb.</summary>
public sealed record Crumb(Words Name, string? Address = null);
