using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <content>What a figure lacks, and why one is blocked or contested.</content>
internal static partial class Sentences
{
    public static PublicText CannotBeRead(string problem) => new($"読めない記録があります:{problem}", $"Something cannot be read: {problem}");

    public static PublicText WordNotEntailed(Approximator word, PublicText unit)
    {
        var phrase = Approximators.Phrase(word, "…", unit);
        return new($"正確な値は「{phrase.Ja}」とは言えません。", $"The exact value does not entail the word \"{phrase.En}\".");
    }

    public static PublicText Rivals(LocalDate? on, IEnumerable<Quantity> counts)
    {
        var list = string.Join(" / ", counts);
        return new($"{Iso(on)} の人数が食い違っています({list})。どちらかを取り消してください。", $"Two counts of {Iso(on)} contradict each other ({list}). Withdraw one of them.");
    }

    public static PublicText RivalValues(LocalDate? on, IEnumerable<Quantity> values)
    {
        var list = string.Join(" / ", values.Distinct().Order());
        return new($"{Iso(on)} の値が食い違っています({list})。どちらかを取り消してください。", $"Two values of {Iso(on)} contradict each other ({list}). Withdraw one of them.");
    }

    public static PublicText MixedForms() => new(
        "異なる調査票、または異なる版の回答が混ざっています。調査票と版を一つに限ってください。",
        "Answers to different instruments, or to different versions of one, are mixed. Keep to one instrument and one version.");

    public static PublicText OtherForm() => new(
        "比べる相手は別の調査票、または別の版の回答によるため、比べません。", "It rests on another instrument, or another version of it, and is not compared.");

    public static PublicText UnpairedByVersion(int people) => new(
        $"前と後で調査票の版が異なるため、{people}人を除きました。",
        $"{people} {(people == 1 ? "person" : "people")} answered another version of the instrument before than after and {(people == 1 ? "is" : "are")} left out.");

    public static PublicText AnsweredTwice() => new(
        "同じ人が同じ時点で二度回答しています。一方を取り消してください。", "One person answered twice in the same wave. Withdraw one response.");

    public static PublicText StrandNeverRan(Slug strand) => new(
        $"活動「{strand}」はこの期間に行われていません。", $"The strand '{strand}' did not run on any of these days.");

    public static PublicText Rested(string span) => new($"{span} は休止中のため除きました。", $"{span} is left out: the strand rested.");

    /// <param name="what">A month, a week, or a session's day.</param>
    public static PublicText Missing(string what) => new($"{what} は記録がありません。", $"{what} has no entry and is missing.");

    public static PublicText WithoutValue(string span) => new(
        $"{span} は分母がないなどのため値がなく、除きました。", $"{span} has no value, such as a share of nobody, and is left out.");

    public static PublicText RestHasSessions(string span) => new(
        $"{span} は休止中とされていますが、開催の記録があります。", $"The strand rested throughout {span}, yet sessions were held.");

    public static PublicText SessionsOutsideRun(string span) => new(
        $"活動が行われていないはずの {span} に開催の記録があります。", $"The strand did not run in {span}, yet sessions were held.");

    public static PublicText EmptyHasEntries(string span) => new(
        $"{span} は「開催なし」と確認されていますが、記録があります。", $"{span} was confirmed empty, yet it has entries.");

    public static PublicText SessionUncounted(LocalDate on) => new(
        $"{Iso(on)} の回は、数えるはずの人数の記録がありません。", $"The session of {Iso(on)} has no count of the heads that are meant.");

    public static PublicText WithoutTimes(int entries, LocalDate? on) => new(
        $"開始と終了も時間数もない記録が{entries}件あります(最初は {Iso(on)})。訂正してください。",
        $"{entries} {(entries == 1 ? "entry has" : "entries have")} neither start and end nor hours (the first of {Iso(on)}). Correct {(entries == 1 ? "it" : "them")}.");

    public static PublicText MoreNamedThanHeads(LocalDate? on, int named, Quantity heads) => new(
        $"{Iso(on)} の回は、名前のある参加者({named}人)が人数の記録({heads}人)より多くなっています。",
        $"The session of {Iso(on)} has more named people ({named}) than heads counted ({heads}).");

    public static PublicText WindowNeverOpened() => new("期間の始まりとなる記録がありません。", "Nothing is recorded that would open the window.");

    public static PublicText Unpaired(int people) => new(
        $"前後の回答がそろわないため、{people}人を除きました。", $"{people} {(people == 1 ? "person" : "people")} could not be paired and {(people == 1 ? "is" : "are")} left out.");

    public static PublicText WithoutScore(int responses) => new(
        $"点数を求める設問に答えていないか、点のない回答があるため、{responses}件を除きました。",
        $"{responses} {(responses == 1 ? "response has" : "responses have")} no score, as an item was not answered or its answer has no points, and {(responses == 1 ? "is" : "are")} left out.");

    public static PublicText TalliedTwice() => new(
        "同じ部分の紙の集計が二つあります。一方を取り消してください。", "The same part was tallied twice on paper. Withdraw one tally.");
}
