using System.IO.Compression;

namespace CaseStudies.Sheets;

/// <summary>
/// Writes a workbook straight into a stream: rows are never held, so a hundred thousand cost no more memory than one. The
/// workbook's own parts come last, since only then it is known how many sheets the rows have filled.
/// </summary>
public static class XlsxWriter
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <exception cref="SheetRefusedException">A text does not fit into a cell; what was written until then is no workbook.</exception>
    public static async Task WriteAsync(Stream to, IReadOnlyList<SheetTable> tables, XlsxOptions? options = null, CancellationToken stop = default)
    {
        var held = new SyncWriteBuffer(to);
        await using (held.ConfigureAwait(false))
        {
            var zip = await ZipArchive.CreateAsync(held, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, stop).ConfigureAwait(false);
            await using (zip.ConfigureAwait(false))
                await new XlsxBook(zip, options ?? new(), stop).WriteAsync(tables).ConfigureAwait(false);
            await held.FlushAsync(stop).ConfigureAwait(false);
        }
    }
}
