using System.Globalization;

namespace CaseStudies.Domain.Indicators;

/// <content>A selection of entries as words.</content>
internal static partial class Sentences
{
    /// <param name="kind">What the entries are called where their quantity is meant and not themselves.</param>
    private static PublicText Describe(Selection selection, Terms terms, PublicText? kind = null)
    {
        kind ??= Names.OfKind(selection.Kind);
        var (ja, en) = (kind.Ja, kind.En);
        var conditions = selection.Conditions.Select(c => (
            Name: NameOf(c.Key, selection, terms), Values: c.Value.Select(v => ValueOf(c.Key, v, selection, terms)).ToList())).ToList();
        if (conditions.Count > 0)
        {
            ja += $"({string.Join("、", conditions.Select(c => $"{c.Name.Ja}:{string.Join("・", c.Values.Select(v => v.Ja))}"))})";
            en += $" ({string.Join(", ", conditions.Select(c => $"{c.Name.En}: {string.Join(" or ", c.Values.Select(v => v.En))}"))})";
        }

        if (selection.InForce is { } when)
        {
            ja = $"{(when == InForce.AtEnd ? "最終日に" : "期間中に")}続いている{ja}";
            en += when == InForce.AtEnd ? " in force on the last day" : " in force on some day";
        }

        if (selection.Who is { } who)
        {
            var (members, by) = (Describe(who.Of, terms, Many(who.Of.Kind)), Names.OfDimension(who.Key));
            ja = $"{members.Ja}が{who.AtLeast}件以上ある{by.Ja}の{ja}";
            en += $" by {Plural(by.En)} with at least {who.AtLeast} of: {members.En}";
        }

        return new(ja, en);
    }

    private static PublicText NameOf(string dimension, Selection selection, Terms terms) => dimension.StartsWith(Selection.AnswerPrefix, StringComparison.Ordinal)
        ? terms.OfItem(InstrumentOf(selection), dimension[Selection.AnswerPrefix.Length..], VersionOf(selection))
        : Names.OfDimension(dimension);

    private static PublicText ValueOf(string dimension, string value, Selection selection, Terms terms) => dimension.StartsWith(Selection.AnswerPrefix, StringComparison.Ordinal)
        ? terms.OfAnswer(InstrumentOf(selection), dimension[Selection.AnswerPrefix.Length..], value, VersionOf(selection))
        : terms.Of(dimension, value);

    /// <summary>The one instrument that it names; the rules demand it where answers are meant, yet a stored definition may be older than they are.</summary>
    /// <summary>The version whose words are meant; null where none is named.</summary>
    private static int? VersionOf(Selection selection) =>
        selection.Admitted("version") is [var only] && int.TryParse(only, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    private static string InstrumentOf(Selection selection) => selection.Admitted("instrument") is [var only] ? only : "";
}
