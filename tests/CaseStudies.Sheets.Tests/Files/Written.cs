using System.IO.Compression;
using System.Text;
using CaseStudies.Sheets;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using ExcelDataReader;

namespace CaseStudies.Sheets.Tests;

/// <summary>What our writers wrote, looked at with other people's programs.</summary>
internal static class Written
{
    /// <summary>Windows' Japanese code page as the platform has it.</summary>
    public static Encoding Cp932 { get; } = CodePagesEncodingProvider.Instance.GetEncoding(932, EncoderFallback.ExceptionFallback,
        DecoderFallback.ExceptionFallback)!;

    static Written() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public static async Task<byte[]> XlsxAsync(XlsxOptions? options, params SheetTable[] tables)
    {
        var stream = new AnswerStream();
        await XlsxWriter.WriteAsync(stream, tables, options, TestContext.Current.CancellationToken);
        return stream.Written;
    }

    public static Task<byte[]> XlsxAsync(params SheetTable[] tables) => XlsxAsync(null, tables);

    public static async Task<byte[]> CsvAsync(SheetTable table, CsvEncoding encoding)
    {
        var stream = new AnswerStream();
        await CsvWriter.WriteAsync(stream, table, encoding, TestContext.Current.CancellationToken);
        return stream.Written;
    }

    /// <summary>What the file format's own schemas say against a workbook.</summary>
    public static IReadOnlyList<string> Errors(byte[] workbook)
    {
        using var book = SpreadsheetDocument.Open(new MemoryStream(workbook), false);
        return [.. new OpenXmlValidator().Validate(book).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}")];
    }

    /// <summary>Sheet by name, rows of values as another reader understands them.</summary>
    public static Dictionary<string, List<object?[]>> Sheets(byte[] workbook)
    {
        using var reader = ExcelReaderFactory.CreateReader(new MemoryStream(workbook));
        var sheets = new Dictionary<string, List<object?[]>>();
        do
        {
            var rows = sheets[reader.Name] = [];
            while (reader.Read())
                rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)]);
        }
        while (reader.NextResult());
        return sheets;
    }

    public static string Part(byte[] workbook, string path)
    {
        using var zip = new ZipArchive(new MemoryStream(workbook));
        using var reader = new StreamReader(zip.GetEntry(path)!.Open());
        return reader.ReadToEnd();
    }
}
