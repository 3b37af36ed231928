using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Server.Recording;

/// <summary>One field of the form for a headcount: a group of a scheme, and what stands in it.</summary>
/// <param name="Value">As typed. Empty: nobody was counted, which is not the same as 0.</param>
public sealed record HeadField(Slug Scheme, Slug Group, HeadUnit Unit, string Value)
{
    private const string Prefix = "count.";

    /// <summary>How many of the latest sessions are looked at for their groups.</summary>
    private const int Latest = 5;

    /// <summary>The scheme and group where an initiative has not counted anything yet.</summary>
    private static readonly HeadField s_first = new(new("visitors"), new("all"), HeadUnit.People, "0");

    /// <summary>The name of the field in the form. Keys have no dot.</summary>
    public string Name => $"{Prefix}{Scheme}.{Group}.{Kebab.FromEnum(Unit)}";

    /// <summary>The groups counted at the latest sessions of the strand, or of the initiative where the strand has none; each at 0.</summary>
    public static ImmutableArray<HeadField> ForStrand(EntryBook book, Slug strand)
    {
        var counts = book.ByDay("participants_counted").Where(c => c.Entry.InForce && c.On is not null).Select(c => (ParticipantsCounted)c.Entry.Fact).ToList();
        var own = counts.Where(c => book.Session(c.Session)?.Strand == strand).ToList();
        var known = own.Count > 0 ? own : counts;
        var latest = known.Select(c => c.Session).Reverse().Distinct().Take(Latest).ToHashSet();
        ImmutableArray<HeadField> fields =
            [.. known.Where(c => latest.Contains(c.Session)).Select(c => new HeadField(c.Scheme, c.Group, c.Unit, "0")).Distinct()];
        return fields.IsEmpty ? [s_first] : fields;
    }

    /// <summary>What is counted, in words.</summary>
    /// <param name="isOnly">Nothing else is counted there: a group without a name is then everybody who took part.</param>
    public PublicText Label(Terms terms, bool isOnly) =>
        terms.Find("group", Group.Value) is var known && known.Ja == Group.Value && isOnly ? new("参加", "Participants") : known;

    /// <returns>Null: it is not a field of this kind.</returns>
    public static HeadField? FromSent(string name, string value) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name[Prefix.Length..].Split('.') is [var scheme, var group, var unit]
            && Slug.IsValid(scheme) && Slug.IsValid(group) && Kebab.Find<HeadUnit>(unit) is { } counted
            ? new(new(scheme), new(group), counted, value) : null;

    /// <summary>The number typed, full-width digits too.</summary>
    /// <returns>False: what stands there is no headcount.</returns>
    public bool TryCount(out int? count)
    {
        count = null;
        if (string.IsNullOrWhiteSpace(Value))
            return true;
        count = Typed.Whole(Value);
        return count <= ParticipantsCounted.MaximumCount;
    }
}
