namespace CaseStudies.Domain;

/// <summary>Finds what was probably meant by a word that we do not know.</summary>
public static class NearestWords
{
    private const int MaximumQuoted = 40, MaximumNearest = 3, LettersToASlip = 4;

    /// <summary>Whether a message may quote it. Longer words, and characters that none of our names has, are not quoted.</summary>
    public static bool IsQuotable(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= MaximumQuoted && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
    }

    /// <summary>Candidates that differ by at most two letters or contain one another, the nearest first.</summary>
    public static IReadOnlyList<string> To(string written, IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (!IsQuotable(written))
            return [];
        var asked = written.ToLowerInvariant();
        return [.. words.Select(w => (Word: w, Slips: Slips(asked, w.ToLowerInvariant())))
            .Where(w => w.Slips <= Math.Max(1, w.Word.Length / 3)
                || asked.Length > 3 && (w.Word.Contains(asked, StringComparison.OrdinalIgnoreCase)
                    || asked.Contains(w.Word, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(w => w.Slips).ThenBy(w => w.Word, StringComparer.Ordinal).Take(MaximumNearest).Select(w => w.Word)];
    }

    /// <summary>
    /// Whether one looks like the other mistyped: one slip for every four letters. In short words, and in numbers (<c>room-1</c>, <c>room-2</c>), a
    /// difference is mostly meant.
    /// </summary>
    internal static bool IsSlip(string written, string word) =>
        Slips(written, word) <= Math.Min(written.Length, word.Length) / LettersToASlip && Digits(written).SequenceEqual(Digits(word));

    private static IEnumerable<char> Digits(string text) => text.Where(char.IsAsciiDigit);

    /// <summary>Edit distance: letters added, left out, changed, or swapped with their neighbour.</summary>
    private static int Slips(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                d[i, j] = i == 0 || j == 0 ? i + j : Math.Min(Math.Min(d[i - 1, j], d[i, j - 1]) + 1, d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}
