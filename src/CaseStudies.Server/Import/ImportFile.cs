using System.Security.Cryptography;
using CaseStudies.Domain;
using CaseStudies.Sheets;

namespace CaseStudies.Server.Import;

/// <summary>A received file, open for reading, with its hash. Disposing it deletes the temporary copy.</summary>
internal sealed class ImportFile : IDisposable
{
    private readonly Stream _content;

    private ImportFile(SheetFile sheets, Stream content, FileHash hash, string name) => (Sheets, _content, Hash, Name) = (sheets, content, hash, name);

    public SheetFile Sheets { get; }
    public FileHash Hash { get; }

    /// <summary>The sender's name for the file. It may be personal data and is stored in the vault only.</summary>
    public string Name { get; }

    /// <param name="cancellation">Of the one who sent it: when cancelled, nothing more is read, now or later.</param>
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

    /// <summary>The bytes of the file, from the beginning. The stream is closed with this object and must not be read by two at once.</summary>
    public Stream Bytes()
    {
        _content.Position = 0;
        return _content;
    }

    public void Dispose() => Sheets.Dispose();
}
