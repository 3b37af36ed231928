using CaseStudies.Domain.Entries;
using CaseStudies.Sheets;

namespace CaseStudies.Server.Exports;

/// <summary>One column of a table of entries and its values.</summary>
internal sealed record ExportColumn(SheetColumn Head, Func<Entry, SheetValue> FromEntry)
{
    public ExportColumn(string header, Func<Entry, SheetValue> fromEntry, SheetColumnKind kind = SheetColumnKind.Text, int? width = null)
        : this(new SheetColumn(header, kind, width), fromEntry)
    {
    }
}
