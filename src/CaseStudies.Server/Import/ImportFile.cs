using System.Security.Cryptography;
using CaseStudies.Domain;
using CaseStudies.Sheets;

namespace CaseStudies.Server.Import;

/// <summary>A file as it was sent: open for reading, with its hash. Disposing it removes it.</summary>
internal sealed class ImportFile : IDisposable
{
    private ImportFile(SheetFile sheets, FileHash hash, string name) => (Sheets, Hash, Name) = (sheets, hash, name);

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
            return new(SheetFile.Open(spooled, name), new(hash), name);
        }
        catch
        {
            await spooled.DisposeAsync();
            throw;
        }
    }

    public void Dispose() => Sheets.Dispose();
}
