namespace CaseStudies.Sheets;

/// <summary>A zip that has been looked over and found to be a workbook without anything that we do not read.</summary>
internal sealed class WorkbookPackage
{
    private const string Types = "[Content_Types].xml";

    private readonly Stream _file;
    private readonly SheetLimits _limits;
    private readonly Dictionary<string, ZipPart> _parts;
    private readonly Dictionary<string, long> _sizes = [];

    private WorkbookPackage(Stream file, SheetLimits limits, IReadOnlyList<ZipPart> parts) =>
        (_file, _limits, _parts) = (file, limits, parts.ToDictionary(p => p.Name, StringComparer.OrdinalIgnoreCase));

    public SheetLimits Limits => _limits;

    /// <exception cref="SheetRefusedException">It is another kind of file, or holds macros, files, or names that nobody should open.</exception>
    public static WorkbookPackage Open(Stream file, SheetLimits limits)
    {
        var parts = new ZipDirectory(file, limits).Read();
        if (!parts.Any(p => p.Name == Types))
            throw FileRefusals.OtherKind(ZipKinds.Detect(parts, file, limits));
        ZipNames.Check(parts);
        var package = new WorkbookPackage(file, limits, parts);
        if (parts.Any(p => ZipKinds.IsMacro(p.Name)))
            throw FileRefusals.Macro();
        package.CheckType();
        package.CheckEmbedded();
        return package;
    }

    /// <summary>Opens a part for reading once; each may be opened again.</summary>
    public PartReader Read(string name)
    {
        if (!_parts.TryGetValue(name, out var part))
            throw FileRefusals.Damaged($"{name} がありません", $"{name} is missing");
        return new PartReader(Unpacked(part), part.Name);
    }

    /// <summary>
    /// Whether a word stands anywhere in a part. Much quicker than reading its XML, and the names of XML in UTF-8 can only be written in one way.
    /// </summary>
    public bool Mentions(string name, ReadOnlySpan<byte> word)
    {
        if (!_parts.TryGetValue(name, out var part))
            return false;
        using var stream = Unpacked(part);
        var (piece, kept, found) = (new byte[64 * 1024], 0, false);
        for (int got; (got = stream.Read(piece, kept, piece.Length - kept)) > 0;)
        {
            var held = piece.AsSpan(0, kept + got);
            found |= held.IndexOf(word) >= 0;
            kept = Math.Min(word.Length - 1, held.Length);
            held[^kept..].CopyTo(piece);
        }

        return found;
    }

    private UnpackedStream Unpacked(ZipPart part) => new(_file, part, _limits, read =>
    {
        _sizes[part.Name] = Math.Max(read, _sizes.GetValueOrDefault(part.Name));
        if (read > _limits.RatioFrom && _sizes.Values.Sum() > _limits.AllPartsBytes)
            throw FileRefusals.UnpacksTooLarge(_limits.AllPartsBytes);
    });

    private void CheckType()
    {
        var workbook = (string?)null;
        using var types = Read(Types);
        while (types.Read())
        {
            if (!types.IsStart || types["ContentType"] is not { } type)
                continue;
            if (ZipKinds.Refused(type) is { } refused)
                throw refused;
            if (ZipKinds.IsWorkbook(type))
                workbook = type;
        }

        if (workbook is null)
            throw FileRefusals.OtherKind(FileKind.Named("Excel ではない Office ファイルまたは ZIP", "no Excel workbook but another package"));
    }

    /// <summary>Files within the file are found by their first bytes, whatever they are called.</summary>
    private void CheckEmbedded()
    {
        Span<byte> head = stackalloc byte[8];
        foreach (var part in _parts.Values.Where(p => !p.IsFolder))
        {
            using var stream = Unpacked(part);
            var got = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            if (ZipKinds.IsContainer(head[..got], part.Name))
                throw FileRefusals.Embedded(part.Name);
        }
    }
}
