
namespace CaseStudies.Sheets.Values;

public enum MarkKind
{
    Present,
    Absent,

    /// <summary>Came, but not for all of it, or not as planned: a person decides what that counts as.</summary>
    Late,
    LeftEarly,
    Partly,

    /// <summary>No mark that we know.</summary>
    Unknown,
}

/// <summary>A mark in an attendance sheet; with a sentence wherever it does not clearly say present or absent.</summary>
public readonly record struct MarkRead(MarkKind Kind, SheetMessage? Why)
{
    /// <summary>Null where the mark alone does not say.</summary>
    public bool? Present => Kind switch { MarkKind.Present => true, MarkKind.Absent => false, _ => null };
}

/// <summary>Marks as people put them into attendance sheets: ○ ✓ 1 出, × 欠 blank, 遅 早 △.</summary>
public static class OfficeMark
{
    private static readonly Dictionary<string, MarkKind> s_marks = Table();

    public static MarkRead Parse(string text)
    {
        var key = OfficeText.Key(text).TrimEnd('\uFE0E', '\uFE0F'); // ✔️ as a picture
        if (key.Length == 0)
            return new(MarkKind.Absent, null);
        var kind = key.Length > 10 ? MarkKind.Unknown : s_marks.GetValueOrDefault(key, MarkKind.Unknown);
        return new(kind, kind switch
        {
            MarkKind.Present or MarkKind.Absent => null,
            MarkKind.Unknown => new(
                $"「{OfficeText.Shown(text)}」は出欠の印として知られていません。○ か × に直すか、意味を指定してください。",
                $"'{OfficeText.Shown(text)}' is no known mark of attendance. Use ○ or ×, or say what it means."),
            _ => new(
                $"「{OfficeText.Shown(text)}」は出席か欠席かを決められません(遅刻・早退・一部など)。どちらに数えるか指定してください。",
                $"'{OfficeText.Shown(text)}' may count as present or absent (late, left early, partly). Say as which it counts."),
        });
    }

    private static Dictionary<string, MarkKind> Table()
    {
        var marks = new Dictionary<string, MarkKind>(StringComparer.OrdinalIgnoreCase);
        Add(MarkKind.Present, "○", "◯", "〇", "⚪", "⭕", "◎", "●", "✓", "✔", "☑", "✅", "1", "出", "出席", "参加", "来場", "来所", "present");
        Add(MarkKind.Absent, "×", "✕", "✖", "✗", "✘", "☓", "❌", "0", "欠", "欠席", "不参加", "休", "休み",
            "-", "\u2010", "\u2011", "\u2013", "\u2014", "\u2015", "\u2212", "ー", "absent");
        Add(MarkKind.Late, "遅", "遅刻", "late");
        Add(MarkKind.LeftEarly, "早", "早退");
        Add(MarkKind.Partly, "△", "▲", "遅早", "半", "半日", "途中", "一部", "?");
        return marks;

        void Add(MarkKind kind, params string[] signs)
        {
            foreach (var sign in signs)
                marks.Add(sign, kind);
        }
    }
}
