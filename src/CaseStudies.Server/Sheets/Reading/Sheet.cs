namespace CaseStudies.Server.Sheets;

/// <summary>One sheet of a file; a text file has one. Reading is done anew at each enumeration and holds one row at a time.</summary>
internal abstract class Sheet(string name, int index, bool hidden)
{
    /// <summary>Empty for a text file.</summary>
    public string Name { get; } = name;

    /// <summary>From 0, in the order of the tabs.</summary>
    public int Index { get; } = index;

    public bool Hidden { get; } = hidden;

    /// <exception cref="SheetRefusedException">While enumerating: the sheet turned out to be one that is refused. What was given so far counts for nothing.</exception>
    public abstract IEnumerable<SheetRow> Rows();
}
