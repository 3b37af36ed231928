namespace CaseStudies.Domain;

/// <content>Numbers of people that contradict each other within one fact.</content>
public static partial class Refusals
{
    public static Refusal OverlapOfOtherUnit() => Rule("overlap-of-other-unit",
        "名前のある人を含むか不明(overlap: unknown)と記録できるのは、単位が人(people)の人数だけです。",
        "Only a headcount of people can say that it is unknown whether it includes those recorded by name (overlap: unknown).");

    public static Refusal TallyExceedsRespondents(string item) => Rule("tally-exceeds-respondents",
        $"設問「{Short(item)}」の回答の合計が回答者数を超えています。数を確かめてください。一人がいくつも選べる設問なら、調査票のその設問に multiple: true を付けてください。",
        $"The answers to '{Short(item)}' add up to more than the number of respondents. Check the numbers. "
        + "If one respondent can give several answers, mark the item of the instrument with multiple: true.");

    public static Refusal AnswerExceedsRespondents(string item) => Rule("answer-exceeds-respondents",
        $"設問「{Short(item)}」に、回答者数より多く選ばれた選択肢があります。数を確かめてください。",
        $"An answer to '{Short(item)}' was given more often than there are respondents. Check the numbers.");

    public static Refusal AnswerOfSeveral(string item) => Rule("answer-of-several",
        $"設問「{Short(item)}」は複数回答なので、一人の回答には一つだけ書くことができません。「紙で集計した回答」で、選択肢ごとの人数を記録してください。"
        + "一人ずつ記録するなら、選択肢ごとに「はい・いいえ」の設問を作ってください。",
        $"The item '{Short(item)}' takes several answers, so a response cannot hold just one of them. Record a survey tally with the number of people for each "
        + "answer. To record single responses, make each answer an item of its own, with yes and no.");
}
