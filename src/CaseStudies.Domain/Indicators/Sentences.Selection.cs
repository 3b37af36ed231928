using System.Globalization;

namespace CaseStudies.Domain.Indicators;

/// <content>A selection of entries in words.</content>
internal static partial class Sentences
{
    /// <param name="kind">What the entries are called where their quantity is meant, not the entries themselves.</param>
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
            en += when == InForce.AtEnd ? " in force on the last day" : " in force on at least one day";
        }

        if (selection.Who is { } who)
        {
            var (members, by) = (Describe(who.Of, terms, who.AtLeast == 1 ? null : Many(who.Of.Kind)), Names.OfDimension(who.Key));
            var over = who.Over == MembershipDays.Ever ? new PublicText("最終日までに", "by the last day counted") : new("同じ期間に", "on the days counted");
            ja = $"{over.Ja}{members.Ja}が{who.AtLeast}件以上ある{by.Ja}の{ja}";
            en += $" by {EnglishPlurals.Plural(by.En)} with, {over.En}, at least {who.AtLeast} {members.En}";
        }

        return new(ja, en);
    }

    private static PublicText NameOf(string dimension, Selection selection, Terms terms)
    {
        if (!IsAnswer(dimension))
            return Names.OfDimension(dimension);
        var item = terms.OfItem(InstrumentOf(selection), dimension[Selection.AnswerPrefix.Length..], VersionOf(selection));
        return new($"設問「{item.Ja}」", $"item \"{item.En}\"");
    }

    private static PublicText ValueOf(string dimension, string value, Selection selection, Terms terms) => IsAnswer(dimension)
        ? terms.OfAnswer(InstrumentOf(selection), dimension[Selection.AnswerPrefix.Length..], value, VersionOf(selection))
        : terms.Find(dimension, value);

    private static bool IsAnswer(string dimension) => dimension.StartsWith(Selection.AnswerPrefix, StringComparison.Ordinal);

    /// <summary>The version of the instrument whose wording is meant; null where the selection names none or several.</summary>
    private static int? VersionOf(Selection selection) =>
        selection.Admitted("version") is [var only] && int.TryParse(only, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    /// <summary>
    /// The instrument that the selection names. Where answers are meant the rules demand one, but a stored definition may be older than the
    /// rules.
    /// </summary>
    private static string InstrumentOf(Selection selection) => selection.Admitted("instrument") is [var only] ? only : "";
}
