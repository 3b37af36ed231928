using System.Collections.Immutable;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <content>Notes: which version of a definition a figure goes by, and since when the indicator is in use.</content>
internal static partial class Sentences
{
    private const int MaximumShown = 200;

    /// <param name="others">The values by the other versions that govern days of the period.</param>
    public static IEnumerable<PublicText> AboutVersions(DefinitionHistory history, Figure figure, ImmutableArray<FigureByVersion> others)
    {
        var (period, governing) = (figure.Period, history.Governing(figure.Period).Version);
        if (figure.Version != governing)
            yield return ByAskedVersion(figure.Version, governing);
        else if (others.Length > 0)
            yield return VersionChanged(figure.Version, history.From(figure.Version));
        foreach (var other in others)
            yield return ByOtherVersion(other);
        if (figure.Derivation.Parts.Any(p => p.Counted.Any(c => c.On < history.AdoptedOn)))
            yield return AdoptedLater(history.AdoptedOn);
        if (history.RetiredOn <= period.To)
            yield return Retired(history.RetiredOn.Value);
    }

    private static PublicText VersionChanged(int version, LocalDate from)
    {
        var day = Day(from);
        return new($"定義は{day.Ja}に第{version}版に変わりました。この数値は、期間の全体を第{version}版で数えています。",
            $"The definition changed to version {version} on {day.En}. This figure counts the whole period by version {version}.");
    }

    private static PublicText ByAskedVersion(int version, int governing) => new(
        $"この期間には定義の第{governing}版が適用されます。この数値は、指定された第{version}版で数えています。",
        $"Version {governing} of the definition governs this period. This figure is counted by version {version}, as asked.");

    private static PublicText ByOtherVersion(FigureByVersion other)
    {
        var status = Names.Describe(other.Status);
        var shown = other switch
        {
            { Shown: null } => status,
            { Status: FigureStatus.Computed, Shown: { } some } => new(Short(some.Ja), Short(some.En)),
            { Shown: { } some } => new PublicText($"{Short(some.Ja)}、{status.Ja}", $"{Short(some.En)}, {status.En}"),
        };
        return new($"同じ期間を第{other.Version}版で数えると「{shown.Ja}」です。", $"Counted by version {other.Version}, the same period gives \"{shown.En}\".");
    }

    /// <summary>A list of names may be as long as a text can be.</summary>
    private static string Short(string shown) => shown.Length <= MaximumShown ? shown : shown[..MaximumShown] + " …";

    private static PublicText AdoptedLater(LocalDate on)
    {
        var day = Day(on);
        return new($"この指標は{day.Ja}に採用されました。それより前の記録も同じ定義で数えています。",
            $"This indicator was adopted on {day.En}. Earlier entries are counted by the same definition.");
    }

    private static PublicText Retired(LocalDate on)
    {
        var day = Day(on);
        return new($"この指標は{day.Ja}に廃止されました。その日より後の記録も、あれば数えています。",
            $"This indicator was retired on {day.En}. Entries after that day, if there are any, are counted too.");
    }
}
