using System.Text;

namespace CaseStudies.Sheets;

/// <summary>Which zip is what: by its content types, or by what other formats put into theirs.</summary>
internal static class ZipKinds
{
    private const string Sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    public static bool IsWorkbook(string type) => Is(type, Sheet + "sheet.main+xml") || Is(type, Sheet + "template.main+xml");

    public static SheetRefusedException? Refused(string type) => type switch
    {
        _ when Has(type, "sheet.binary") => FileRefusals.Xlsb(),
        _ when Has(type, "macroEnabled") || Has(type, "vbaProject") || Has(type, "macrosheet") || Has(type, "intlmacrosheet") => FileRefusals.Macro(),
        _ when Has(type, "wordprocessingml.document.main") || Has(type, "wordprocessingml.template.main") =>
            FileRefusals.OtherKind(FileKind.Named("Word 文書(.docx)", "a Word document (.docx)")),
        _ when Has(type, "presentationml") => FileRefusals.OtherKind(FileKind.Named("PowerPoint(.pptx)", "a PowerPoint presentation (.pptx)")),
        _ when Has(type, "ms-visio") => FileRefusals.OtherKind(FileKind.Named("Visio 図面", "a Visio drawing")),
        _ => null,
    };

    public static bool IsMacro(string name) =>
        Has(name, "vbaProject") || Has(name, "vbaData") || name.StartsWith("xl/macrosheets/", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a part is itself a file that holds files.</summary>
    public static bool IsContainer(ReadOnlySpan<byte> head, string name) =>
        head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8)
        || head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) || head.StartsWith("Rar!"u8)
        || head.StartsWith((ReadOnlySpan<byte>)[0x37, 0x7A, 0xBC, 0xAF])
        || (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) && !IsPackedDrawing(name))
        || (head.StartsWith("MZ"u8) && !name.StartsWith("xl/media/", StringComparison.OrdinalIgnoreCase))
        || name.StartsWith("xl/embeddings/", StringComparison.OrdinalIgnoreCase);

    private static bool IsPackedDrawing(string name) =>
        name.EndsWith(".emz", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".wmz", StringComparison.OrdinalIgnoreCase);

    /// <summary>For a zip without content types.</summary>
    public static FileKind Detect(IReadOnlyList<ZipPart> parts, Stream file, SheetLimits limits)
    {
        if (parts.FirstOrDefault(p => p.Name == "mimetype") is { } named)
        {
            using var stream = new UnpackedStream(file, named, limits, _ => { });
            Span<byte> head = stackalloc byte[80];
            var mime = Encoding.ASCII.GetString(head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)]);
            if (Has(mime, "opendocument.spreadsheet"))
                return FileKind.Named("OpenDocument の表(.ods)", "an OpenDocument spreadsheet (.ods)");
            if (Has(mime, "opendocument"))
                return FileKind.Named("OpenDocument の文書", "an OpenDocument file");
            if (Has(mime, "epub"))
                return FileKind.Named("電子書籍(EPUB)", "an e-book (EPUB)");
        }

        if (parts.Any(p => p.Name == "META-INF/MANIFEST.MF"))
            return FileKind.Named("Java のプログラム(.jar)", "a Java program (.jar)");
        if (parts.Any(p => p.Name.StartsWith("Index/", StringComparison.Ordinal) && p.Name.EndsWith(".iwa", StringComparison.Ordinal)))
            return FileKind.Named("Apple の Numbers などのファイル", "a file of Apple Numbers or its like");
        return FileKind.Zip;
    }

    private static bool Is(string type, string full) => type.Equals(full, StringComparison.OrdinalIgnoreCase);

    private static bool Has(string type, string part) => type.Contains(part, StringComparison.OrdinalIgnoreCase);
}
