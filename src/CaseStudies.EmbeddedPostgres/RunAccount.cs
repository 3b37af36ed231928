using System.Globalization;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>The unprivileged account the server runs as when the application itself is root (PostgreSQL refuses root).</summary>
internal sealed record RunAccount(string Name, uint Uid, uint Gid)
{
    private const string Accounts = "/etc/passwd";

    /// <summary>
    /// Null when the application is an ordinary user: then the server runs as that user. The choice is recorded in
    /// the home: an account "postgres" that a package creates later must not part the server from its data.
    /// </summary>
    /// <exception cref="EmbeddedPostgresException">Root, but no account to run as.</exception>
    internal static RunAccount? For(HomePaths home)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
            return null;
        if (File.Exists(home.Account))
            return Find(File.ReadAllText(home.Account).Trim()) ?? throw None(home);
        var chosen = Find("postgres") ?? Find("nobody") ?? throw None(home);
        FileModes.Replace(home.Account, chosen.Name + "\n", FileModes.PublicFile);
        return chosen;
    }

    internal void Give(string path) => Native.ChangeOwner(path, Uid, Gid);

    private static EmbeddedPostgresException None(HomePaths home) => new(Messages.HomeUnusable(home.Home,
        "as root an ordinary account is needed to run the server, and neither \"postgres\" nor \"nobody\" (nor the one "
        + "recorded in the file \"account\") exists."));

    private static RunAccount? Find(string name)
    {
        foreach (var line in File.ReadLines(Accounts))
        {
            var fields = line.Split(':');
            if (fields.Length < 4 || fields[0] != name)
                continue;
            // macOS writes nobody's number as -2.
            var uid = unchecked((uint)long.Parse(fields[2], CultureInfo.InvariantCulture));
            var gid = unchecked((uint)long.Parse(fields[3], CultureInfo.InvariantCulture));
            return uid == 0 ? null : new(name, uid, gid);
        }

        return null;
    }
}
