using CaseStudies.Sheets;

namespace CaseStudies.Server.Import;

/// <summary>Finds the kind of fact whose members are named in the header of a list.</summary>
internal static class EventProposal
{
    /// <summary>The kinds of which people keep lists, the likeliest first.</summary>
    private static readonly string[] s_kinds =
    [
        "consultation_received", "quantity_observed", "activity_logged", "milestone_reached", "referral_made", "referral_received", "partner_contacted",
        "partner_contributed",
        "partner_linked", "voice_recorded", "session_planned", "stage_reached", "attribute_recorded", "person_enrolled",
    ];

    public static (ImportMapping, double)? Propose(SheetHeader header, string sheet)
    {
        var best = (MappingRules.MayList(sheet) ? [sheet] : s_kinds).Select(k => (Kind: k, Columns: Members(header, k)))
            .Where(k => FactMembers.ForKind(k.Kind).Required.All(r => k.Columns.Exists(c => c.Member == r)))
            .OrderByDescending(k => k.Columns.Count).FirstOrDefault();
        if (best.Columns is null)
            return null;
        var ids = header.Texts.Where(t => HeaderWords.Use(t.Value) == ColumnUse.RowId).Take(1)
            .Select(t => new MappedColumn(ColumnUse.RowId, t.Value, ColumnNames.FromNumber(t.Key)));
        return (new(ImportKind.Events, [.. best.Columns, .. ids], Fact: best.Kind), best.Columns.Count * 2);
    }

    private static List<MappedColumn> Members(SheetHeader header, string kind)
    {
        var (columns, members) = (new List<MappedColumn>(), EventMembers.ForKind(kind).Keys.ToList());
        foreach (var (column, text) in header.Texts)
        {
            if (members.Find(m => HeaderWords.Names(text, m)) is not { } member)
                continue;
            members.Remove(member);
            columns.Add(new(ColumnUse.Member, text, ColumnNames.FromNumber(column), Member: member));
        }

        return columns;
    }
}
