using System.Text;
using static CaseStudies.Sheets.Tests.Hostile.HostileFile;

namespace CaseStudies.Sheets.Tests.Hostile;

/// <summary>What is no workbook and no text, or not the kind of workbook that we read.</summary>
internal static class HostileKinds
{
    private static readonly HostileFile s_book = HostileFile.Create("a workbook", new Book());
    private static readonly HostileFile s_csv = HostileFile.Create("a csv", "氏名,4/1\r\n山田,○\r\n");
    private static readonly byte[] s_ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    public static IEnumerable<HostileClass> All() =>
    [
        new("password", "sheet-encrypted", [.. Range(12).Select(i => Ole($"at {i}", 512 + (i * 6_151), "EncryptedPackage"))], s_book),
        new("old xls", "sheet-legacy-xls", [.. Range(8).Select(i => Ole($"at {i}", 300 + (i * 9_973), i % 2 == 0 ? "Workbook" : "Book")),
            .. new byte[][] { [9, 0, 4, 0], [9, 2, 6, 0], [9, 4, 6, 0],
                [9, 8, 16, 0] }.Select((b, i) => HostileFile.Create($"biff {i}", [.. b, .. new byte[60]]))], s_book),
        new("other ole", "sheet-other-kind",
            [.. Over("WordDocument", "PowerPoint Document", "__substg1.0_0037001F", "VisioDocument", "Contents", "Quill", "Catalog", "Root Entry", "1Table",
            "Current User").Select((n, i) => Ole(n, 1_024 + (i * 777), n))], s_book),
        new("other format", "sheet-other-kind", [.. Starts().Select((b, i) => HostileFile.Create($"start {i}", [.. b, .. new byte[200]]))], s_csv),
        new("markup and data", "sheet-other-kind", [.. Markup().Select((t, i) => HostileFile.Create($"markup {i}", t))],
            HostileFile.Create("angle brackets in cells", "題,<b>\r\n[1],{x}\r\n")),
        new("other zip", "sheet-other-kind", [.. Zips()], s_book),
        new("macros", "sheet-macro", [.. Macros()],
            HostileFile.Create("a template", new Book { WorkbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml" })),
        new("binary workbook", "sheet-xlsb", [.. Range(10).Select(i => HostileFile.Create($"xlsb {i}", new Book
        {
            WorkbookType = (i % 2 == 0 ? "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
                : "application/vnd.ms-excel.sheet.binary.macroEnabled.main+xml"),
            Further = [.. Range(i).Select(n => new RawEntry($"xl/worksheets/sheet{n + 2}.bin", [1, 2, 3]))],
        }))], s_book),
        new("wrong ending", "sheet-wrong-extension", [.. Endings()], s_book with { Called = "名簿.XLSX" }),
    ];

    private static IEnumerable<int> Range(int count) => Enumerable.Range(0, count);

    private static HostileFile Ole(string name, int at, string stream) => new(name, () =>
    {
        var file = new byte[at + 4_096];
        s_ole.CopyTo(file, 0);
        Encoding.Unicode.GetBytes(stream + "\0").CopyTo(file, at);
        return file;
    });

    private static byte[][] Starts() =>
    [
        "%PDF-1.7\n"u8.ToArray(), [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], [0xFF, 0xD8, 0xFF, 0xE0], "GIF89a"u8.ToArray(), [0x49, 0x49, 0x2A, 0x00],
            [0x4D, 0x4D, 0x00, 0x2A],
        [0x1F, 0x8B, 0x08], [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "Rar!\x1A\a"u8.ToArray(), [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], [0x7F, 0x45, 0x4C, 0x46],
            [0x4D, 0x5A, 0x90, 0x00],
        "SQLite format 3\0"u8.ToArray(), @"{\rtf1\ansi"u8.ToArray(), "ID;PWXL;N;E"u8.ToArray(), "RIFF\x10\0\0\0WEBP"u8.ToArray(),
    ];

    private static string[] Markup() =>
    [
        "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook/>", "<html><table><tr><td>1</td></tr></table></html>",
            "<!DOCTYPE html><html></html>", "\n\n  <HTML>", "<head>", "<meta charset=\"utf-8\">",
        "<table><tr><td>1", "{\"rows\": [1]}", "[{\"name\": \"x\"}]", "[[1,2],[3,4]]", "{ \"a\" : 1 }", "\uFEFF<?xml version=\"1.0\"?><a/>",
            "MIME-Version: 1.0\r\n\r\n", "BEGIN:VCALENDAR\r\n", "BEGIN:VCARD\r\n",
    ];

    private static IEnumerable<HostileFile> Zips()
    {
        const string Open = "application/vnd.oasis.opendocument.";
        foreach (var mime in new[] { Open + "spreadsheet", Open + "text", Open + "presentation", "application/epub+zip" })
            yield return new(mime, () => RawZip.FromEntries([new("mimetype", mime) { Stored = true }, new("content.xml", "<a/>")]));
        yield return new("jar", () => RawZip.FromEntries([new("META-INF/MANIFEST.MF", "Manifest-Version: 1.0"), new("A.class", [0xCA, 0xFE, 0xBA, 0xBE])]));
        yield return new("numbers", () => RawZip.FromEntries([new("Index/Document.iwa", "x")]));
        yield return new("a zip of csv", () => RawZip.FromEntries([new("a.csv", "a,b")]));
        yield return new("a zip of a workbook", () => RawZip.FromEntries([new("名簿.xlsx", new Book().Bytes()) { Stored = true }]));
        yield return new("a zip with folders", () => RawZip.FromEntries([new("a/", ""), new("a/b.txt", "b")]));
        foreach (var type in new[] { "wordprocessingml.document.main", "wordprocessingml.template.main", "presentationml.presentation.main",
            "presentationml.slideshow.main" })
            yield return HostileFile.Create(type, new Book { WorkbookType = $"application/vnd.openxmlformats-officedocument.{type}+xml" });
        yield return HostileFile.Create("visio", new Book { WorkbookType = "application/vnd.ms-visio.drawing.main+xml" });
        yield return HostileFile.Create("types of nothing", new Book { ContentTypes = "<Types/>" });
    }

    private static IEnumerable<HostileFile> Macros()
    {
        foreach (var type in new[] { "sheet.macroEnabled.main+xml", "template.macroEnabled.main+xml", "addin.macroEnabled.main+xml",
            "SHEET.MACROENABLED.MAIN+XML", "vbaProject", "macrosheet+xml", "intlmacrosheet+xml" })
            yield return HostileFile.Create(type, new Book { WorkbookType = "application/vnd.ms-excel." + type });
        foreach (var part in new[] { "xl/vbaProject.bin", "xl/VBAPROJECT.BIN", "vbaProject.bin", "xl/vbaData.xml", "xl/macrosheets/sheet1.xml",
            "XL/MacroSheets/a.xml" })
            yield return HostileFile.Create(part, new Book { Further = [new(part, "x")] });
        yield return HostileFile.Create("a macro sheet by relation",
            new Book { WorkbookRelations = Book.Relations(("rId1", "xlMacrosheet", "worksheets/sheet1.xml", false)) });
    }

    private static IEnumerable<HostileFile> Endings()
    {
        foreach (var name in new[] { "a.csv", "名簿.CSV", "a.tsv", "a.txt", "a.tab", "a.xlsx.csv" })
            yield return s_book with { Called = name };
        foreach (var name in new[] { "a.xlsx", "名簿.XLSX", "a.xls", "a.xlsm", "a.xlsb", "a.csv.xlsx" })
            yield return s_csv with { Called = name };
    }
}
