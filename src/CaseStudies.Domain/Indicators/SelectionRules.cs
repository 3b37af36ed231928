using CaseStudies.Domain.Initiatives;
using static CaseStudies.Domain.Indicators.IndicatorRules;

namespace CaseStudies.Domain.Indicators;

/// <summary>The rules for selections: a condition that no entry can meet would silently make a figure smaller.</summary>
internal static class SelectionRules
{
    public static Refusal? Check(Selection selection, int depth)
    {
        if (depth > FormulaRules.MaximumDepth)
            return No("式の入れ子が深すぎます。", "the formula is nested too deeply.");
        if (!InitiativeEventCatalogue.Facts.ContainsKey(selection.Kind))
            return No($"記録の種類「{selection.Kind}」はありません。", $"there is no kind of entry '{selection.Kind}'.");
        foreach (var (dimension, values) in selection.Conditions)
        {
            if (CheckCondition(selection.Kind, dimension) is { } refusal)
                return refusal;
            if (values.IsDefaultOrEmpty)
                return No($"条件「{dimension}」に値がありません。", $"the condition '{dimension}' has no value.");
            if (values.FirstOrDefault(v => !Admits(selection.Kind, dimension, v)) is { } never)
                return No($"条件「{dimension}」に「{Cut(never)}」という値はありえません。値は英小文字・数字・「-」のキーです。",
                    $"the condition '{dimension}' can never have the value '{Cut(never)}'; values are keys made of a-z, 0-9 and -.");
        }

        // The key of an item has a meaning only within its instrument.
        if (selection.Conditions.Any(c => c.Key.StartsWith(Selection.AnswerPrefix, StringComparison.Ordinal)) && One(selection, "instrument") is { } mixed)
            return mixed;
        if (selection.InForce is not null && !States.IsState(selection.Kind))
            return No($"「{selection.Kind}」は始まりと終わりのある状態ではありません。", $"'{selection.Kind}' is not a state with a beginning and an end.");
        if (selection.Who is not { } who)
            return null;
        return CheckDimension(selection.Kind, who.Key) ?? Check(who.Of, depth + 1) ?? CheckDimension(who.Of.Kind, who.Key)
            ?? (who.AtLeast < 1 ? No("所属の条件は1回以上です。", "membership needs at least one entry.") : null);
    }

    public static Refusal? CheckDimension(string kind, string dimension)
    {
        var shape = InitiativeEventCatalogue.Facts[kind];
        return shape.HasDimension(dimension) || (shape.OfSession && InitiativeEventCatalogue.Facts["session_held"].HasDimension(dimension))
            ? null
            : No($"「{kind}」に「{Cut(dimension)}」はありません。", $"'{kind}' has no dimension '{Cut(dimension)}'.");
    }

    public static bool OfSession(string kind) => kind == "session_held" || InitiativeEventCatalogue.Facts[kind].OfSession;

    public static Refusal? One(Selection of, string dimension) =>
        of.Admitted(dimension).Length == 1
            ? null
            : No($"「{dimension}」をちょうど一つ指定してください。", $"name exactly one '{dimension}'; several must not be mixed.");

    public static string Cut(string value) => value.Length <= 64 && value.All(char.IsAsciiLetterOrDigit) || Slug.IsValid(value) ? value : "…";

    private static Refusal? CheckCondition(string kind, string dimension) =>
        dimension.StartsWith(Selection.AnswerPrefix, StringComparison.Ordinal) && kind == "survey_response_recorded"
            && Slug.IsValid(dimension[Selection.AnswerPrefix.Length..])
            ? null
            : CheckDimension(kind, dimension);

    private static bool Admits(string kind, string dimension, string value)
    {
        if (dimension.StartsWith(Selection.AnswerPrefix, StringComparison.Ordinal))
            return Slug.IsValid(value);
        var shape = InitiativeEventCatalogue.Facts[kind];
        return (shape.HasDimension(dimension) ? shape : InitiativeEventCatalogue.Facts["session_held"]).Admits(dimension, value);
    }
}
