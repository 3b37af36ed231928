namespace CaseStudies.Server.Sheets;

/// <summary>Commas or tabs: whichever stands in more lines at the beginning of the file; a tab where both do, as nobody types tabs into a cell.</summary>
internal static class Separators
{
    private const int Looked = 64 * 1024;

    public static char Of(TextReader reader)
    {
        var (piece, quoted) = (new char[Looked], false);
        var got = reader.ReadBlock(piece, 0, piece.Length);
        var (commas, tabs) = (new HashSet<int>(), new HashSet<int>());
        var line = 0;
        foreach (var c in piece.AsSpan(0, got))
        {
            if (c == '"')
                quoted = !quoted;
            else if (c == '\n' && !quoted)
                line++;
            else if (c == ',' && !quoted)
                commas.Add(line);
            else if (c == '\t' && !quoted)
                tabs.Add(line);
        }

        return tabs.Count > 0 && tabs.Count >= commas.Count ? '\t' : ',';
    }
}
