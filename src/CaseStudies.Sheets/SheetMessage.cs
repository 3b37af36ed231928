namespace CaseStudies.Sheets;

/// <summary>One sentence for the person who sent or asked for a file, in Japanese and English.</summary>
public sealed record SheetMessage(string Ja, string En);
