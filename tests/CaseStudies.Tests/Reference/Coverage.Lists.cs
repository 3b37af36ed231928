using CaseStudies.Tests.Reference.Naive;

namespace CaseStudies.Tests.Reference;

/// <content>What looks recorded twice, and what was changed after a closing.</content>
internal static partial class Coverage
{
    public static readonly string[] Duplicates =
    [
        "sessions", "activities", "quantities", "plans", "total-and-parts", "told apart", "counted twice",
    ];

    public static readonly string[] Closings =
    [
        "listed", "restatement", "revision", "change that concerns no day of it", "change of its days that alters no figure",
        "change of its days that alters a figure", "change of other days that alters a figure",
    ];

    public static void NoteAlike(HashSet<string> covered, NaiveLog log)
    {
        covered.UnionWith(log.LikelyDuplicates.Select(d => $"duplicate {d.Alike}"));
        if (NaiveDuplicates.Alike(log).Count > log.LikelyDuplicates.Count)
            covered.Add("duplicate told apart");
    }

    /// <summary>Notes which likely duplicates a figure counts.</summary>
    public static void NoteCounted(HashSet<string> covered, NaiveLog log, NaiveFigure figure)
    {
        if (!figure.Outcome.HasValue)
            return;
        var counted = figure.Trail.Where(t => t.Line.Counted).Select(t => t.Line.Of.Entry).ToHashSet();
        if (figure.UnderReview.Any())
            covered.Add("duplicate counted twice");
        if (log.LikelyDuplicates.Any(d => d.Entries.Count(e => counted.Contains(e.Entry)) == 1))
            covered.Add("duplicate counted once");
    }

    /// <summary>Notes what is in the list of a closing.</summary>
    /// <param name="during">The closing that stood.</param>
    public static void NoteListed(HashSet<string> covered, NaiveClosing closing, int? during)
    {
        covered.Add("closing listed");
        covered.Add(during is null ? "closing revision" : "closing restatement");
        if (closing.Number > 1)
            covered.Add("closing a second time");
    }

    /// <summary>Notes what came after a closing, and whether it altered a figure.</summary>
    public static void NoteSince(HashSet<string> covered, bool concerns, bool altered)
    {
        covered.Add((concerns, altered) switch
        {
            (false, false) => "closing change that concerns no day of it",
            (true, false) => "closing change of its days that alters no figure",
            (true, true) => "closing change of its days that alters a figure",
            (false, true) => "closing change of other days that alters a figure",
        });
    }
}
