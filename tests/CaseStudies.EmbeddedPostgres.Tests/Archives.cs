using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace CaseStudies.EmbeddedPostgres.Tests;

/// <summary>Small packages made for a test, with the hash that pins them.</summary>
internal static class Archives
{
    internal static TarEntry File(string name, string content = "x") =>
        new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) };

    internal static TarEntry Link(TarEntryType type, string name, string target) => new PaxTarEntry(type, name) { LinkName = target };

    internal static IEnumerable<TarEntry> Programs =>
        [File("package/native/bin/initdb"), File("package/native/bin/pg_ctl"), File("package/native/bin/postgres")];

    /// <summary>Options that pin, and name, a file with these entries.</summary>
    internal static async Task<EmbeddedPostgresOptions> PinAsync(EmbeddedPostgresOptions options, string directory, IEnumerable<TarEntry> entries)
    {
        FileModes.CreateDirectory(directory, FileModes.PublicDirectory);
        var path = Path.Combine(directory, "made.tgz");
        await using (var gzip = new GZipStream(System.IO.File.Create(path), CompressionLevel.Fastest))
        await using (var tar = new TarWriter(gzip))
        {
            foreach (var entry in entries)
                await tar.WriteEntryAsync(entry);
        }

        var hash = Convert.ToBase64String(SHA512.HashData(await System.IO.File.ReadAllBytesAsync(path)));
        return options with { Tarball = path, Package = new("test-x64", "18.9.0", hash) };
    }
}
