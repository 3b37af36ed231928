using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Pages;

/// <summary>One item of the breadcrumb.</summary>
public sealed record Crumb(LocalizedText Name, string? Address = null);
