using System.Collections.Immutable;
using System.Text.Json;
using NodaTime;

namespace CaseStudies.Domain.Initiatives;

/// <summary>A published questionnaire that is part of the program, in its published wording.</summary>
/// <param name="Source">The source of wording and scores, and which language is the published one; the other is a reading aid.</param>
public sealed record ShippedInstrument(Slug Key, int Version, PublicText Title, PublicText Source, ImmutableArray<SurveyItem> Items)
{
    /// <summary>The lowest and the highest sum of one respondent's scores; null where the source gives no scores.</summary>
    public ScoreRange? Scores => Items.All(i => i.Answers.All(a => a.Score is not null))
        ? new(Items.Sum(i => i.Answers.Min(a => a.Score!.Value)), Items.Sum(i => i.Answers.Max(a => a.Score!.Value)))
        : null;

    public SurveyIntroduced Introduced(LocalDate on) => new(Key, Version, Title, Items, on);
}

public sealed record ScoreRange(int Lowest, int Highest);

/// <summary>
/// The loneliness questions that Japanese and British surveys ask. The two short forms of the UCLA scale differ in wording, number of
/// answers and range, so they are two instruments and no figure holds both.
/// </summary>
/// <remarks>
/// Japanese wordings: 内閣官房・内閣府「人々のつながりに関する基礎調査」(令和3年 and later), the direct question and the indirect ones after the
/// Japanese three-item UCLA scale, 1 to 4 points each. British wording: Office for National Statistics, "Measuring loneliness: guidance for use of the
/// national indicators on surveys" (2018), after Hughes, Waite, Hawkley and Cacioppo (2004), 1 to 3 points each.
/// </remarks>
public static class Instruments
{
    private static readonly ImmutableArray<SurveyAnswer> s_four =
    [
        Answer("never", "決してない", "Never", 1), Answer("hardly-ever", "ほとんどない", "Hardly ever", 2), Answer("sometimes", "時々ある", "Sometimes", 3),
        Answer("always", "常にある", "Always", 4),
    ];

    private static readonly ImmutableArray<SurveyAnswer> s_three =
    [
        Answer("hardly-ever-or-never", "ほとんど、または決してない", "Hardly ever or never", 1), Answer("some-of-the-time", "時々ある", "Some of the time", 2),
        Answer("often", "しばしばある", "Often", 3),
    ];

    public static ImmutableArray<ShippedInstrument> All { get; } =
    [
        new(new("ucla-3-ja"), 1, new("UCLA孤独感尺度 3項目短縮版(日本語版、4択)", "UCLA three-item loneliness scale, Japanese form (4 answers)"),
            new("内閣官房・内閣府「人々のつながりに関する基礎調査」の間接質問。日本語が公表された文言で、英語は参考訳。",
                "The indirect questions of the Japanese national survey on connections between people. "
                + "The Japanese wording is the published one; the English is a reading aid."),
            [
                new(new("companionship"), new("あなたは、自分には人とのつきあいがないと感じることがありますか。", "Do you feel that you lack companionship?"), s_four),
                new(new("left-out"), new("あなたは、自分は取り残されていると感じることがありますか。", "Do you feel left out?"), s_four),
                new(new("isolated"), new("あなたは、自分は他の人たちから孤立していると感じることがありますか。", "Do you feel isolated from others?"), s_four),
            ]),
        new(new("ucla-3-uk"), 1, new("UCLA孤独感尺度 3項目短縮版(英国版、3択)", "UCLA three-item loneliness scale, British form (3 answers)"),
            new("英国国家統計局(ONS)「孤独の測り方の手引き」(2018年)。英語が公表された文言で、日本語は参考訳。",
                "Office for National Statistics, guidance on measuring loneliness (2018). "
                + "The English wording is the published one; the Japanese is a reading aid."),
            [
                new(new("companionship"), new("付き合う相手がいないと、どのくらい感じますか。", "How often do you feel that you lack companionship?"), s_three),
                new(new("left-out"), new("取り残されていると、どのくらい感じますか。", "How often do you feel left out?"), s_three),
                new(new("isolated"), new("ほかの人から孤立していると、どのくらい感じますか。", "How often do you feel isolated from others?"), s_three),
            ]),
        new(new("loneliness-direct-ja"), 1, new("孤独感の直接質問(全国調査)", "Direct question on loneliness (Japanese national survey)"),
            new("内閣官房・内閣府「人々のつながりに関する基礎調査」の直接質問。点数はない。日本語が公表された文言で、英語は参考訳。",
                "The direct question of the Japanese national survey on connections between people; it has no scores. "
                + "The Japanese wording is the published one; the English is a reading aid."),
            [
                new(new("lonely"), new("あなたはどの程度、孤独であると感じることがありますか。", "How often do you feel lonely?"),
                [
                    Answer("never", "決してない", "Never"), Answer("hardly-ever", "ほとんどない", "Hardly ever"), Answer("occasionally", "たまにある", "Occasionally"),
                    Answer("some-of-the-time", "時々ある", "Some of the time"), Answer("often-or-always", "しばしばある・常にある", "Often or always"),
                ]),
            ]),
    ];

    public static ShippedInstrument? Find(Slug key) => All.FirstOrDefault(i => i.Key == key);

    /// <summary>Whether a fact introduces a published instrument under its key and version with other wording, answers or scores.</summary>
    internal static bool Altered(SurveyIntroduced survey) =>
        All.FirstOrDefault(i => i.Key == survey.Instrument && i.Version == survey.Version) is { } shipped
            && Text(shipped.Introduced(survey.On)) != Text(survey);

    /// <summary>Compared in stored form, where lists are equal if their elements are.</summary>
    private static string Text(SurveyIntroduced survey) => JsonSerializer.Serialize(survey, DomainJson.Options);

    private static SurveyAnswer Answer(string key, string ja, string en, int? score = null) => new(new(key), new(ja, en), score);
}
