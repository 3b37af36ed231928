using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Sheets;

namespace CaseStudies.Server.Import;

/// <summary>What the columns of a file are taken for, to be changed by choosing.</summary>
/// <param name="Mapping">The mapping, in JSON.</param>
/// <param name="Strand">The key of the strand of all rows; empty where there is none.</param>
/// <param name="FiscalYear">Of dates without a year; empty where none is said.</param>
/// <param name="TakesStrand">A column or this choice has to say the strand.</param>
public sealed record ImportDraft(string Mapping, string Strand, string FiscalYear, bool TakesStrand, ImmutableArray<ImportColumn> Columns)
{
    /// <summary>How many rows below the header are looked at, how many texts are shown, and how long one may be.</summary>
    private const int Depth = 12, Most = 3, Longest = 40;

    internal static ImportDraft FromMapping(ImportMapping mapping, ImportFile file)
    {
        var below = mapping.HeaderRow + mapping.HeaderRows;
        var (layout, top) = file.Sheets.Sheets.Where(s => !s.Hidden && (mapping.Sheet is null or "*" || s.Name == mapping.Sheet))
            .Select(s => (s, Top: s.Rows().TakeWhile(r => r.Number < below + Depth).ToList()))
            .Select(s => (Layout: SheetLayout.FromSheet(s.s, s.Top, mapping), s.Top)).OrderBy(s => s.Layout?.Problems.Count ?? int.MaxValue).FirstOrDefault();
        return new(
            JsonSerializer.Serialize(mapping, DomainJson.Options), mapping.Strand?.Value ?? "",
            mapping.FiscalYear?.ToString(CultureInfo.InvariantCulture) ?? "",
            mapping.Kind is ImportKind.Headcounts or ImportKind.Attendance && mapping.Columns.All(c => c.As != ColumnUse.Strand),
            [.. mapping.Columns.Select((column, index) => new ImportColumn(
                index, column.Header ?? column.Column ?? "", Kebab.FromEnum(column.As),
                column.Group is { } group ? $"{column.Scheme ?? mapping.Scheme}/{group}" : "", column.Member ?? column.Item?.Value,
                layout?.Columns.FirstOrDefault(c => c.Value == column) is { Key: > 0 and var at } ? Examples(top!, at) : []))]);

        ImmutableArray<string> Examples(List<SheetRow> rows, int at) =>
            [.. rows.Where(r => r.Number >= below).Select(r => Short(r[at]?.Text)).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal).Take(Most)];
    }

    private static string Short(string? text) => text?.Trim() is { Length: > Longest } much ? much[..Longest] + "…" : text?.Trim() ?? "";
}

/// <summary>A column of the file with what it is taken for.</summary>
/// <param name="Index">Its place in the mapping.</param>
/// <param name="As">The key of its use.</param>
/// <param name="Group">For headcounts, scheme and group as <c>audience/youth</c>, or the group alone as <c>/youth</c>; empty for none.</param>
/// <param name="Detail">The member or the question; null where there is none.</param>
/// <param name="Examples">Its first texts.</param>
public sealed record ImportColumn(int Index, string Header, string As, string Group, string? Detail, ImmutableArray<string> Examples);

/// <summary>What there is to choose from in an initiative.</summary>
/// <param name="Strands">By key.</param>
/// <param name="Groups">By scheme and group, as <c>audience/youth</c>.</param>
public sealed record ImportChoices(ImmutableArray<(string Key, PublicText Name)> Strands, ImmutableArray<(string Key, PublicText Name)> Groups)
{
    /// <summary>Where nothing was counted yet.</summary>
    private static readonly Slug s_firstScheme = new("visitors");

    public static ImportChoices FromBook(Domain.Entries.EntryBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        var terms = new Domain.Indicators.Terms(book);
        var counted = book.InForce<Domain.Initiatives.ParticipantsCounted>().Select(c => (c.Scheme, c.Group)).Distinct().ToList();
        var schemes = counted.Select(c => c.Scheme).Distinct().DefaultIfEmpty(s_firstScheme).ToList();
        var named = book.InForce<Domain.Initiatives.TermDefined>().Where(t => t.Dimension.Value == "group")
            .SelectMany(t => schemes.Select(s => (Scheme: s, Group: t.Term)));
        return new(
            [.. book.InForce<Domain.Initiatives.StrandStarted>().Select(s => s.Strand).Distinct().Select(s => (s.Value, terms.Find("strand", s.Value)))],
            [.. counted.Concat(named).Distinct().Select(g => ($"{g.Scheme}/{g.Group}", Name(g.Scheme, g.Group)))]);

        PublicText Name(Slug scheme, Slug group) => schemes.Count == 1 ? terms.Find("group", group.Value)
            : new($"{terms.Find("group", group.Value).Ja}({terms.Find("scheme", scheme.Value).Ja})",
                $"{terms.Find("group", group.Value).En} ({terms.Find("scheme", scheme.Value).En})");
    }
}
