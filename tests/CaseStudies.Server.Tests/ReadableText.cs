using System.IO.Compression;
using System.Text;

namespace CaseStudies.Server.Tests;

/// <summary>An answer as text in which words can be looked for: of a workbook, which is packed, the text of its parts.</summary>
internal static class ReadableText
{
    public static async Task<string> OfAsync(HttpContent content)
    {
        var bytes = await content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        if (bytes is not [(byte)'P', (byte)'K', ..])
            return Encoding.UTF8.GetString(bytes);
        var parts = new StringBuilder();
        await using var workbook = new ZipArchive(new MemoryStream(bytes));
        foreach (var part in workbook.Entries)
        {
            using var reader = new StreamReader(await part.OpenAsync(TestContext.Current.CancellationToken));
            parts.AppendLine(await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        }

        return parts.ToString();
    }
}
