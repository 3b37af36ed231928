using CaseStudies.Domain.Initiatives;
using static CaseStudies.Domain.Indicators.IndicatorRules;

namespace CaseStudies.Domain.Indicators;

/// <summary>The rules for selections: a condition that no entry can meet would silently make a figure smaller.</summary>
internal static class SelectionRules
{
    public static Refusal? Check(Selection selection, int depth)
    {
        if (depth > FormulaRules.MaximumDepth)
            return No("", "式の入れ子が深すぎます。", "the formula is nested too deeply.");
        if (!InitiativeEventCatalogue.Facts.ContainsKey(selection.Kind))
        {
            return NotAmong(InitiativeEventCatalogue.Facts.Keys, Refusals.MaximumListed, selection.Kind, "/kind",
                $"記録の種類「{Cut(selection.Kind)}」はありません。", $"there is no kind of entry '{Cut(selection.Kind)}'.");
        }

        foreach (var (dimension, values) in selection.Conditions)
        {
            // No dimension has a name that a pointer would have to escape.
            var at = dimension.AsSpan().ContainsAny('/', '~') ? "/where" : $"/where/{dimension}";
            if (CheckCondition(selection.Kind, dimension) is { } refusal)
                return refusal.Within(at);
            if (values.IsDefaultOrEmpty)
                return No(at, $"条件「{dimension}」に値がありません。", $"the condition '{dimension}' has no value.");
            if (values.FirstOrDefault(v => !Shape(selection.Kind, dimension).Admits(v)) is { } never)
            {
                var (ja, en) = Form(selection.Kind, dimension);
                return No($"{at}/{values.IndexOf(never)}", $"条件「{dimension}」に「{Cut(never)}」という値はありえません。{ja}",
                    $"the condition '{dimension}' can never have the value '{Cut(never)}'; {en}");
            }
        }

        // The key of an item has a meaning only within its instrument.
        if (selection.Conditions.Any(c => c.Key.StartsWith(Selection.AnswerPrefix, StringComparison.Ordinal)) && One(selection, "instrument") is { } mixed)
            return mixed;
        if (selection.InForce is not null && !States.IsState(selection.Kind))
        {
            return No("/inForce", $"「{selection.Kind}」は始まりと終わりのある状態ではありません。状態は {States.Listed} です。",
                $"'{selection.Kind}' is not a state with a beginning and an end; states are {States.Listed}.");
        }

        if (selection.Who is not { } who)
            return null;
        return CheckDimension(selection.Kind, who.Key).Within("/who") ?? Check(who.Of, depth + 1).Within("/who/of")
            ?? CheckDimension(who.Of.Kind, who.Key).Within("/who/of")
            ?? (who.AtLeast < 1 ? No("/who/atLeast", "所属の条件は1回以上です。", "membership needs at least one entry.") : null);
    }

    public static Refusal? CheckDimension(string kind, string dimension)
    {
        var shape = InitiativeEventCatalogue.Facts[kind];
        var known = shape.Dimensions.Concat(shape.OfSession ? InitiativeEventCatalogue.Facts["session_held"].Dimensions : []).Distinct();
        return known.Contains(dimension)
            ? null
            : NotAmong(known, int.MaxValue, dimension, "", $"「{kind}」に「{Cut(dimension)}」はありません。", $"'{kind}' has no dimension '{Cut(dimension)}'.");
    }

    public static bool OfSession(string kind) => kind == "session_held" || InitiativeEventCatalogue.Facts[kind].OfSession;

    public static Refusal? One(Selection of, string dimension) =>
        of.Admitted(dimension).Length == 1
            ? null
            : No($"/where/{dimension}", $"「{dimension}」をちょうど一つ指定してください。", $"name exactly one '{dimension}'; several must not be mixed.");

    public static string Cut(string value) =>
        value.Length <= 64 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.') || Slug.IsValid(value) ? value : "…";

    private static Refusal? CheckCondition(string kind, string dimension) =>
        dimension.StartsWith(Selection.AnswerPrefix, StringComparison.Ordinal) && kind == "survey_response_recorded"
            && Slug.IsValid(dimension[Selection.AnswerPrefix.Length..])
            ? null
            : CheckDimension(kind, dimension);

    /// <summary>Which values a condition can have, in words.</summary>
    private static (string Ja, string En) Form(string kind, string dimension) => Shape(kind, dimension).Choices.ToList() is { Count: > 0 } choices
        ? ($"値は {string.Join("、", choices)} のどれかです。", $"the value is one of {string.Join(", ", choices)}.")
        : ("値は英小文字・数字・「-」のキーです。", "values are keys made of a-z, 0-9 and -.");

    private static (Func<string, bool> Admits, IEnumerable<string> Choices) Shape(string kind, string dimension)
    {
        if (dimension.StartsWith(Selection.AnswerPrefix, StringComparison.Ordinal))
            return (Slug.IsValid, []);
        var shape = InitiativeEventCatalogue.Facts[kind];
        shape = shape.HasDimension(dimension) ? shape : InitiativeEventCatalogue.Facts["session_held"];
        return (value => shape.Admits(dimension, value), shape.Choices(dimension));
    }
}
