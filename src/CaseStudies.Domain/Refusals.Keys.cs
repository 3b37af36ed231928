namespace CaseStudies.Domain;

// Keys that an initiative does not know, each with those that were probably meant.
public static partial class Refusals
{
    internal const int MaximumListed = 6;

    /// <param name="remedy">The fact that makes it known.</param>
    public static Refusal KeyUnknown(PublicText what, string key, IEnumerable<string> known, PublicText remedy)
    {
        ArgumentNullException.ThrowIfNull(what);
        ArgumentNullException.ThrowIfNull(remedy);
        var meant = Meant(key, known);
        return Rule("key-unknown", $"{what.Ja}「{key}」は登録されていません。{meant.Ja}新しいものなら、先に{remedy.Ja}を記録してください。",
            $"There is no {what.En} '{key}' in this initiative. {meant.En}If it is new, record {remedy.En} first.");
    }

    /// <param name="remedy">As for <see cref="KeyUnknown"/>.</param>
    public static Refusal DefinitionNamesUnknown(PublicText what, string key, IEnumerable<string> known, PublicText remedy)
    {
        ArgumentNullException.ThrowIfNull(what);
        ArgumentNullException.ThrowIfNull(remedy);
        var meant = Meant(key, known);
        return Rule("definition-names-unknown",
            $"この定義の{what.Ja}「{key}」は、この取組で登録も記録もされていないので、何も数えられません。{meant.Ja}これから使うものなら、先に{remedy.Ja}を記録してください。",
            $"The definition names the {what.En} '{key}', which is neither declared nor recorded in this initiative, so it would count nothing. {meant.En}"
            + $"If it is yet to come, record {remedy.En} first.");
    }

    public static Refusal DimensionUnknown(string dimension, IEnumerable<string> known)
    {
        var meant = Meant(dimension, known);
        return Rule("dimension-unknown", $"分類の軸(dimension)「{dimension}」はありません。{meant.Ja}group、role、venue などから選んでください。",
            $"There is no dimension '{dimension}'. {meant.En}Choose one such as group, role or venue.");
    }

    public static Refusal StrandUnknown(string strand, IEnumerable<string> known)
    {
        var meant = Meant(strand, known);
        return Rule("strand-unknown", $"活動「{strand}」は登録されていません。{meant.Ja}新しい活動なら、先に「活動の開始」を記録してください。",
            $"There is no strand '{strand}'. {meant.En}If it is new, record its start first.");
    }

    public static Refusal InstrumentUnknown(string instrument, int version, IEnumerable<string> known)
    {
        var meant = Meant(instrument, known);
        return Rule("instrument-unknown", $"調査票「{instrument}」第{version}版は登録されていません。{meant.Ja}新しいものなら、先に「調査の導入」を記録してください。",
            $"There is no version {version} of the survey instrument '{instrument}'. {meant.En}If it is new, record its introduction first.");
    }

    public static Refusal ItemUnknown(string item, IEnumerable<string> known)
    {
        var meant = Meant(item, known);
        return Rule("item-unknown", $"この調査票に設問「{Short(item)}」はありません。{meant.Ja}調査票の設問を確かめてください。",
            $"The instrument has no item '{Short(item)}'. {meant.En}Check the items of the instrument.");
    }

    public static Refusal AnswerUnknown(string item, string answer, IEnumerable<string> known)
    {
        var meant = Meant(answer, known);
        return Rule("answer-unknown", $"設問「{Short(item)}」に選択肢「{Short(answer)}」はありません。{meant.Ja}調査票の選択肢を確かめてください。",
            $"The item '{Short(item)}' has no answer '{Short(answer)}'. {meant.En}Check the answers of the instrument.");
    }

    /// <summary>What was probably meant; where nothing is near, the first few that there are. The English ends with a space, as more follows.</summary>
    internal static (string Ja, string En) Meant(string written, IEnumerable<string> known, int most = MaximumListed)
    {
        var words = known.Order(StringComparer.Ordinal).ToList();
        if (NearestWords.To(written, words) is { Count: > 0 } near)
            return ($"{string.Join("か", near.Select(n => $"「{n}」"))}のことですか。", $"Did you mean {string.Join(" or ", near.Select(n => $"'{n}'"))}? ");
        if (words.Count == 0)
            return ("", "");
        var (listed, more) = (words.Take(most), words.Count > most);
        return ($"今あるのは{string.Concat(listed.Select(n => $"「{n}」"))}{(more ? "など" : "")}です。",
            $"{(more ? "Among those known are" : "Known:")} {string.Join(", ", listed.Select(n => $"'{n}'"))}. ");
    }
}
