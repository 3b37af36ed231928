using CaseStudies.Domain;

namespace CaseStudies.Server.Commands;

/// <summary><c>import ORG/INITIATIVE FILE</c>, as it was typed.</summary>
/// <param name="Partly">Record what can be recorded, though some rows cannot.</param>
/// <param name="Import">Under this id; null: one that follows from the file, so that the same line goes on after a cut.</param>
internal sealed record ImportAskedLine(Slug Organisation, Slug Initiative, string File, string? Mapping, bool DryRun, bool Partly, Guid? Import, Language Language, string[] Settings)
{
    private static readonly string[] s_named = ["--mapping", "--id", "--lang"];
    private static readonly string[] s_flags = ["--dry-run", "--partly"];

    public static bool Knows(string[] args) => args is ["import", ..];

    /// <exception cref="FormatException">Something is missing or not of its form; the message says what.</exception>
    public static ImportAskedLine Parse(string[] args, Language terminal)
    {
        var line = TypedLine.Of(args, s_named, s_flags);
        var (organisation, initiative) = line.Initiative();
        if (line.Places.Count != 2)
            throw new FormatException("An import names an initiative and a file.");
        Guid? import = line.Values.GetValueOrDefault("--id") is not { } id ? null : Guid.TryParseExact(id, "D", out var guid) ? guid : throw new FormatException("--id is a UUID.");
        return new(organisation, initiative, line.Places[1], line.Values.GetValueOrDefault("--mapping"), line.Flags.Contains("--dry-run"), line.Flags.Contains("--partly"), import, line.Language(terminal), line.Settings);
    }
}
