using System.Collections.Immutable;

namespace CaseStudies.Sheets;

/// <param name="Notes">A further sheet of lines in one language, for what a reader or a person filling in a template should know.</param>
/// <param name="NotesFirst">Whether the notes stand before the tables.</param>
public sealed record XlsxOptions(SheetNotes? Notes = null, bool NotesFirst = false)
{
    /// <summary>Rows of a sheet, header included. Only a test sets less: nobody waits for a million rows there.</summary>
    public int RowsOfSheet { get; init; } = SheetLimits.RowsOfSheet;
}

public sealed record SheetNotes(string Name, ImmutableArray<string> Lines);
