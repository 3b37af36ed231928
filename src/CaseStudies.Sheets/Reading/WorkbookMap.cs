namespace CaseStudies.Sheets;

/// <summary>Which sheets a workbook has and where its parts are; all by its relationships, as names of parts mean nothing.</summary>
internal sealed record WorkbookMap(IReadOnlyList<MappedSheet> Sheets, string? SharedStrings, string? Styles, bool From1904)
{
    private const string Root = "_rels/.rels";

    public static WorkbookMap Read(WorkbookPackage package)
    {
        var root = Relations(package, Root, "");
        var workbook = root.Values.FirstOrDefault(r => r.Is("officeDocument")) ?? throw Damaged();
        var path = workbook.Within();
        var relations = Relations(package, RelationsOf(path), Folder(path));
        var (sheets, from1904) = ReadSheets(package, path, relations);
        return new(sheets, Path("sharedStrings"), Path("styles"), from1904);

        string? Path(string type) => relations.Values.FirstOrDefault(r => r.Is(type))?.Within();
    }

    private static (List<MappedSheet> Sheets, bool From1904) ReadSheets(WorkbookPackage package, string path, Dictionary<string, Relation> relations)
    {
        var (sheets, paths, from1904) = (new List<MappedSheet>(), new HashSet<string>(StringComparer.OrdinalIgnoreCase), false);
        using var book = package.Read(path);
        while (book.Read())
        {
            if (book.AtMain("workbookPr"))
                from1904 = book["date1904"] is "1" or "true" or "on";
            if (!book.AtMain("sheet"))
                continue;
            if (book.RelationId is not { } id || !relations.TryGetValue(id, out var relation) || book["name"] is not { Length: > 0 and <= 255 } name)
                throw Damaged();
            if (relation.Is("xlMacrosheet") || relation.Is("xlIntlMacrosheet"))
                throw FileRefusals.Macro();
            if (!relation.Is("worksheet")) // others hold charts and dialogs, no cells
                continue;
            // One part as many sheets: small to send, long to read.
            if (!paths.Add(relation.Within()))
                throw Damaged();
            sheets.Add(new(name, relation.Within(), book["state"] is "hidden" or "veryHidden"));
            if (sheets.Count > package.Limits.Sheets)
                throw FileRefusals.TooComplex($"シートが {package.Limits.Sheets} 枚を超えています", $"more than {package.Limits.Sheets} sheets");
        }

        return sheets.Count > 0 ? (sheets, from1904) : throw FileRefusals.Damaged("シートがありません", "it has no sheet");
    }

    private static Dictionary<string, Relation> Relations(WorkbookPackage package, string path, string folder)
    {
        var relations = new Dictionary<string, Relation>(StringComparer.Ordinal);
        using var part = package.Read(path);
        while (part.Read())
        {
            if (!part.IsStart || part.Name != "Relationship")
                continue;
            var relation = new Relation(part["Type"] ?? "", part["Target"] ?? "", folder, part["TargetMode"] == "External");
            if (part["Id"] is not { } id || !relations.TryAdd(id, relation))
                throw Damaged();
            if (relations.Count > 5_000)
                throw FileRefusals.TooComplex("部品の関係が多すぎます", "too many relationships");
        }

        return relations;
    }

    private static string Folder(string path) => path.Contains('/', StringComparison.Ordinal) ? path[..(path.LastIndexOf('/') + 1)] : "";

    private static string RelationsOf(string path) => $"{Folder(path)}_rels/{path[Folder(path).Length..]}.rels";

    private static SheetRefusedException Damaged() => FileRefusals.Damaged("ブックの目次が合いません", "the workbook's own directory does not fit");

    private sealed record Relation(string Type, string Target, string Folder, bool External)
    {
        public bool Is(string type) => Type.EndsWith("/" + type, StringComparison.Ordinal);

        /// <summary>The part's name within the zip; a workbook whose own parts lie elsewhere is refused, a link in a cell is nobody's business.</summary>
        public string Within()
        {
            if (External || Target.Contains("://", StringComparison.Ordinal))
                throw FileRefusals.External(Target);
            var path = new List<string>();
            foreach (var segment in (Target.StartsWith('/') ? Target : Folder + Target).Split('/').Where(s => s is not ("" or ".")))
            {
                if (segment != "..")
                    path.Add(segment);
                else if (path.Count > 0)
                    path.RemoveAt(path.Count - 1);
                else
                    throw FileRefusals.UnsafeName(Target);
            }

            return string.Join('/', path);
        }
    }
}

internal sealed record MappedSheet(string Name, string Path, bool Hidden);
