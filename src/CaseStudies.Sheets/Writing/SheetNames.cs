namespace CaseStudies.Sheets;

/// <summary>Names of sheets that Excel accepts: 31 characters, some forbidden, unique whatever the case.</summary>
internal sealed class SheetNames
{
    private const int Longest = 31;

    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase) { "History" }; // Excel keeps this one for itself

    public string Take(string wanted)
    {
        var spaced = wanted.Select(c => ":\\/?*[]".Contains(c, StringComparison.Ordinal) || char.IsControl(c) ? ' ' : c);
        var legal = Cut(new string([.. spaced]).Trim(' ', '\''), Longest);
        if (legal.Length == 0)
            legal = "Sheet";
        for (var (name, n) = (legal, 2); ; n++)
        {
            if (_taken.Add(name))
                return name;
            var suffix = $" ({n})";
            name = Cut(legal, Longest - suffix.Length) + suffix;
        }
    }

    private static string Cut(string text, int length)
    {
        var whole = string.Concat(text.EnumerateRunes().Select(r => r.ToString())); // half a pair becomes U+FFFD
        if (whole.Length <= length)
            return whole;
        return whole[..(char.IsHighSurrogate(whole[length - 1]) ? length - 1 : length)].TrimEnd(' ', '\'');
    }
}
