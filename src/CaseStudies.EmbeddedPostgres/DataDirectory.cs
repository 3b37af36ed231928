using System.Globalization;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>The cluster's files: made once, checked before every start. Callers hold the launcher's lock.</summary>
internal static class DataDirectory
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    /// <summary>The data directory of this major version, made if it is missing.</summary>
    /// <exception cref="EmbeddedPostgresException">It belongs to another version, or initdb failed.</exception>
    internal static async Task<string> EnsureAsync(
        HomePaths home, Binaries binaries, RunAccount? account, Action<string> say, CancellationToken ct)
    {
        var data = home.Data(binaries.Major);
        var password = Credentials.ReadOrCreate(home);
        if (!Directory.Exists(data))
        {
            say($"Creating the data directory {data} (PostgreSQL {binaries.Version})");
            await CreateAsync(home, data, password, binaries, account, ct).ConfigureAwait(false);
        }

        var versionFile = Path.Combine(data, "PG_VERSION");
        var found = File.Exists(versionFile) ? (await File.ReadAllTextAsync(versionFile, ct).ConfigureAwait(false)).Trim() : "(unknown)";
        return found == binaries.Major.ToString(CultureInfo.InvariantCulture) ? data
            : throw new EmbeddedPostgresException(Messages.WrongMajor(data, found, binaries.Major));
    }

    // A name of its own for every attempt: the initdb of a killed launcher may still be writing into the last one.
    private static async Task CreateAsync(
        HomePaths home, string data, string password, Binaries binaries, RunAccount? account, CancellationToken ct)
    {
        var unfinished = HomePaths.Unfinished(data);
        var passwordFile = HomePaths.Unfinished(home.Password);
        try
        {
            FileModes.CreateDirectory(unfinished, FileModes.PrivateDirectory);
            var file = FileModes.CreateFile(passwordFile, FileModes.PrivateFile);
            await using (file.ConfigureAwait(false))
                await file.WriteAsync(System.Text.Encoding.ASCII.GetBytes(password + "\n"), ct).ConfigureAwait(false);
            account?.Give(unfinished);
            account?.Give(passwordFile);
            var result = await Tool.RunServerProgramAsync(binaries.Program("initdb"),
            [
                "-D", unfinished, "-U", Credentials.User, "--pwfile", passwordFile, "--auth=scram-sha-256",
                "--encoding=UTF8", .. Locale(binaries.Major), "--text-search-config=simple", "--data-checksums",
            ], account, s_limit, ct).ConfigureAwait(false);
            if (result.ExitCode != 0)
                throw new EmbeddedPostgresException(Messages.InitFailed(result.Output, account?.Name));
            Directory.Move(unfinished, data);
        }
        finally
        {
            File.Delete(passwordFile);
            HomePaths.RemoveUnfinished(unfinished);
        }
    }

    // Code-point order, the same on every machine and version, so nothing depends on a collation library. 17 has it
    // built in. lc_ctype still comes from the system: with "C" pg_trgm would see no letters in Japanese text.
    private static string[] Locale(int major) => (major >= 17, OperatingSystem.IsLinux()) switch
    {
        (true, true) => ["--locale-provider=builtin", "--locale=C.UTF-8"],
        (true, false) => ["--locale-provider=builtin", "--locale=C", "--builtin-locale=C.UTF-8"],
        (false, _) => ["--locale-provider=libc", "--locale=C.UTF-8"],
    };
}
