using System.ComponentModel;
using System.Globalization;
using System.Text.RegularExpressions;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>Programs that were run once and said their version.</summary>
internal sealed partial record Binaries(string BinDir, int Major, string Version, string Source)
{
    internal const int OldestMajor = 15;

    private static readonly string[] s_needed = ["initdb", "pg_ctl", "postgres"];

    private static string Suffix => OperatingSystem.IsWindows() ? ".exe" : "";

    internal string Program(string name) => Path.Combine(BinDir, name + Suffix);

    internal static bool AreIn(string directory) =>
        s_needed.All(name => File.Exists(Path.Combine(directory, name + Suffix)));

    /// <summary>Asks for the version as the account that will run the server, so a directory it cannot enter shows now.</summary>
    /// <exception cref="EmbeddedPostgresException">Missing, not runnable, or too old.</exception>
    internal static async Task<Binaries> ProbeAsync(string binDir, string source, RunAccount? account, CancellationToken ct)
    {
        if (!AreIn(binDir))
            throw Unusable(binDir, "initdb, pg_ctl and postgres are not all there.");
        if (!HomePaths.IsSafeForShell(binDir))
            throw Unusable(binDir, Messages.ShellCharacters);
        var postgres = Path.Combine(binDir, "postgres" + Suffix);
        Tool.Result answer;
        try
        {
            answer = await Tool.RunServerProgramAsync(postgres, ["--version"], account, TimeSpan.FromSeconds(15), ct).ConfigureAwait(false);
        }
        catch (Win32Exception e)
        {
            var who = account is null ? "" : $" As root, they run as \"{account.Name}\", who must be able to enter the directory.";
            throw new EmbeddedPostgresException(Messages.Programs(binDir, e.Message + "." + who), e);
        }

        var match = VersionText().Match(answer.Output);
        if (answer.ExitCode != 0 || !match.Success)
            throw Unusable(binDir, "\"postgres --version\" said: " + answer.Output.Trim());
        var major = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        var version = match.Groups[1].Value;
        return major < OldestMajor ? throw Unusable(binDir, Messages.TooOld(version)) : new(binDir, major, version, source);
    }

    private static EmbeddedPostgresException Unusable(string binDir, string why) => new(Messages.Programs(binDir, why));

    [GeneratedRegex(@"\(PostgreSQL\) (([0-9]+)[0-9.A-Za-z]*)", RegexOptions.CultureInvariant)]
    private static partial Regex VersionText();
}
