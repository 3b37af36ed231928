namespace CaseStudies.Sheets;

/// <summary>One sheet of a file; a text file has one. Reading is done anew at each enumeration and holds one row at a time.</summary>
public abstract class Sheet(string name, int index, bool hidden)
{
    /// <summary>Empty for a text file.</summary>
    public string Name { get; } = name;

    /// <summary>From 0, in the order of the tabs.</summary>
    public int Index { get; } = index;

    public bool Hidden { get; } = hidden;

    /// <summary>Columns that the spreadsheet does not show; their cells are given like all others.</summary>
    public virtual bool IsHidden(int column) => false;

    /// <exception cref="SheetRefusedException">
    /// While enumerating: the sheet turned out to be one that is refused. What was given so far counts for nothing.
    /// </exception>
    public abstract IEnumerable<SheetRow> Rows();
}
