using System.Security.Cryptography;
using CaseStudies.Domain;
using CaseStudies.Sheets;

namespace CaseStudies.Server.Import;

/// <summary>A file as it was sent: open for reading, with its hash. Disposing it removes it.</summary>
internal sealed class ImportFile : IDisposable
{
    private readonly Stream _content;

    private ImportFile(SheetFile sheets, Stream content, FileHash hash, string name) => (Sheets, _content, Hash, Name) = (sheets, content, hash, name);

    public SheetFile Sheets { get; }
    public FileHash Hash { get; }

    /// <summary>As the sender calls it: personal data, for the vault only.</summary>
    public string Name { get; }

    /// <exception cref="SheetRefusedException">The file is refused.</exception>
    public static async Task<ImportFile> OpenAsync(Stream sent, string name, CancellationToken cancellation)
    {
        var spooled = await SpooledFile.CopyAsync(sent, SheetLimits.Default.FileBytes, cancellation);
        try
        {
            spooled.Position = 0;
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(spooled, cancellation));
            spooled.Position = 0;
            return new(SheetFile.Open(spooled, name), spooled, new(hash), name);
        }
        catch
        {
            await spooled.DisposeAsync();
            throw;
        }
    }

    /// <summary>The file as it was sent, from its beginning. Nobody else reads it meanwhile; it is closed with this.</summary>
    public Stream Bytes()
    {
        _content.Position = 0;
        return _content;
    }

    public void Dispose() => Sheets.Dispose();
}
