using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Pages;

/// <summary>
/// A derivation in the order of a page: the entries that make up the value, those that decide what is counted, those of the
/// comparisons. No entry and no rule is lost; an entry that every part of a series left out for one reason is listed once.
/// </summary>
internal sealed class PartSections(PartNames names, Func<EntryId, int, int, LocalDate?, EntryLine> line)
{
    /// <summary>How many lines a list on the page has, so that a phone can open it. The JSON answer has every entry.</summary>
    public const int MaximumLines = 500;

    private const string YearBefore = "year-before:";
    private const string Strand = "strand:";

    public ImmutableArray<PartSection> Group(ImmutableArray<DerivationPart> parts)
    {
        var compared = parts.ToLookup(p => PrefixOf(p.Role));
        var own = compared[""].ToList();
        return
        [
            .. Values(own), .. Evidence(own) is { Length: > 0 } evidence
                ? [new PartSection(new("対象や期間を決める記録", "Entries that decide who and when"), evidence, true, [])]
                : Array.Empty<PartSection>(),
            .. compared.Where(c => c.Key.Length > 0).Select(c => Compared([.. c.Select(p => p with { Role = p.Role[c.Key.Length..] })], HeadingOf(c.Key))),
        ];
    }

    /// <summary>The prefix that names the comparison a part belongs to; empty for the value itself.</summary>
    private static string PrefixOf(string role) =>
        role.StartsWith(YearBefore, StringComparison.Ordinal) ? YearBefore
        : role.StartsWith(Strand, StringComparison.Ordinal) ? role[..(role.IndexOf(':', Strand.Length) + 1)]
        : "";

    private LocalizedText HeadingOf(string prefix)
    {
        if (prefix == YearBefore)
            return new("比較:前年の値のもとになる記録", "Comparison: entries for the previous year");
        var strand = names.OfStrand(prefix[Strand.Length..^1]);
        return new($"比較:「{strand.Ja}」の値のもとになる記録", $"Comparison: entries for \"{strand.En}\"");
    }

    private PartSection Compared(List<DerivationPart> parts, LocalizedText heading)
    {
        var values = Values(parts).ToList();
        return new(heading, [.. values.SelectMany(s => s.Parts), .. Evidence(parts)], true, [.. values.SelectMany(s => s.Empty)]);
    }

    private IEnumerable<PartSection> Values(List<DerivationPart> parts)
    {
        var series = parts.Where(p => !PartNames.IsEvidence(p.Role)).GroupBy(p => PartNames.SeriesOf(p.Role)).ToList();
        // In a series by session or key, one part has the entries that belong to none of them. It is shown after the others.
        var grouped = series.Exists(g => g.Key is PartNames.Sessions or PartNames.Keys);
        return series.OrderBy(g => grouped && g.Key == "value").Select(g => g.ToList() switch
        {
            [{ Counted.IsEmpty: true } only] when grouped && g.Key == "value" => Single(only, new("どれにも数えなかった記録", "Not counted in any of them")),
            [var only] when g.Key == only.Role => Single(only, names.OfRole(only.Role)),
            var several => Series(names.OfSeries(g.Key), several),
        });
    }

    private PartSection Single(DerivationPart part, LocalizedText name) => new(name, [View(part, name)], false, []);

    private PartSection Series(LocalizedText heading, List<DerivationPart> series)
    {
        // An entry that every part leaves out for the same reason is listed once, not in each part.
        var times = series.SelectMany(p => p.LeftOut).CountBy(Reason).ToDictionary();
        var everywhere = series.Count < 2 ? [] : series[0].LeftOut.Where(l => times[Reason(l)] == series.Count).ToList();
        var told = everywhere.Select(Reason).ToHashSet();
        var views = series.Select(p =>
        {
            var own = p.LeftOut.Where(l => !told.Contains(Reason(l))).ToLookup(l => series.Count > 1 && l.Rule == LeftOutRule.OutsideDays);
            return View(p with { LeftOut = [.. own[false]] }, names.OfRole(p.Role)) with { Elsewhere = own[true].Count() };
        }).ToLookup(v => v.Counted.IsEmpty && v.LeftOut.IsEmpty);
        return new(heading, everywhere.Count == 0
            ? [.. views[false]]
            : [.. views[false], new PartView(new("どこにも数えなかった記録", "Not counted in any of these"), false, [], [], Groups(everywhere))], true,
            [.. views[true].Select(v => v.Name)]);
    }

    /// <summary>Each role once: the entries that decide about twelve months are mostly the same for each.</summary>
    private ImmutableArray<PartView> Evidence(List<DerivationPart> parts) =>
    [
        .. parts.Where(p => PartNames.IsEvidence(p.Role)).GroupBy(p => p.Role).Select(g =>
        {
            var counted = g.SelectMany(p => p.Counted).DistinctBy(c => (c.Entry, c.Revision, c.Key)).ToImmutableArray();
            var known = counted.Select(c => (c.Entry, c.Revision)).ToHashSet();
            var leftOut = g.SelectMany(p => p.LeftOut).Where(l => !known.Contains((l.Entry, l.Revision))).DistinctBy(Reason);
            return View(new(g.Key, counted, [.. leftOut]), names.OfRole(g.Key)) with { Evidence = true };
        }),
    ];

    private PartView View(DerivationPart part, LocalizedText name) => new(
        name, false, part.Counted,
        [.. part.Counted.Take(MaximumLines).Select(c =>
            new CountedLine(line(c.Entry, c.Revision, c.KnownFrom, c.On), c.Contribution, c.Key is { } key ? names.OfKey(part.Role, key) : null))],
        Groups(part.LeftOut));

    private ImmutableArray<LeftOutGroup> Groups(IEnumerable<LeftOutEntry> entries) =>
        [.. entries.GroupBy(l => (l.Rule, l.Dimension)).Select(g => new LeftOutGroup(
            Why(g.Key.Rule, g.Key.Dimension), g.Count(), [.. g.Take(MaximumLines).Select(l => line(l.Entry, l.Revision, l.KnownFrom, l.On))]))];

    private static (EntryId, int, LeftOutRule, string?) Reason(LeftOutEntry l) => (l.Entry, l.Revision, l.Rule, l.Dimension);

    private static LocalizedText Why(LeftOutRule rule, string? dimension)
    {
        var reason = Names.Describe(rule);
        if (dimension is null)
            return reason;
        var name = Names.OfDimension(dimension);
        return new($"{reason.Ja}({name.Ja})", $"{reason.En} ({name.En})");
    }
}
