using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Server.Wording;

/// <summary>One member of a fact that a correction changed.</summary>
/// <param name="From">Null where the member was absent before.</param>
/// <param name="To">Null where the correction removed it.</param>
public sealed record FieldText(LocalizedText Field, LocalizedText? From, LocalizedText? To);

/// <summary>What a correction changed, member by member. Of a private text it says that it changed, but not how.</summary>
public sealed class FieldTexts(EntryText text)
{
    private static readonly ConcurrentDictionary<Type, ImmutableArray<PropertyInfo>> s_members = new();
    private static readonly LocalizedText s_private = new("非公開", "private");

    public IEnumerable<FieldText> Between(InitiativeFact before, InitiativeFact after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        foreach (var member in Members(before.GetType()))
        {
            var (from, to) = (member.GetValue(before), member.GetValue(after));
            var name = JsonNamingPolicy.CamelCase.ConvertName(member.Name);
            if (!Same(from, to))
                yield return new(MemberNames.Describe(name), Told(name, from), Told(name, to));
        }
    }

    /// <summary>The members that are stored: the parameters of the record's constructor.</summary>
    internal static ImmutableArray<PropertyInfo> Members(Type fact) => s_members.GetOrAdd(fact, static type =>
        [.. RecordMembers.ForType(type).Select(p => type.GetProperty(p.Name!)!)]);

    private static bool Same(object? a, object? b) => Equals(a, b) || (a is not null && b is not null
        && JsonSerializer.Serialize(a, a.GetType(), DomainJson.Options) == JsonSerializer.Serialize(b, b.GetType(), DomainJson.Options));

    private LocalizedText? Told(string member, object? value) => value switch
    {
        null => null,
        PrivateText => s_private,
        // Of one person's answers only the number is told, never what was answered.
        ImmutableSortedDictionary<string, Slug> answers =>
            new($"設問{answers.Count}件(内容は非公開)", $"{EnglishPlurals.Count(answers.Count, "items")} answered (content private)"),
        ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, int>> tallies => Tallied(tallies),
        PublicText words => words,
        LocalDate day => new(DateFormat.Day(day, Language.Ja), DateFormat.Day(day, Language.En)),
        LocalTime time => Plain(DateFormat.Time(time)),
        SessionId session => text.SessionNamed(session) ?? Plain(session.ToString()),
        Slug code => text.Term(member, code),
        bool yes => Names.OfValue(member, yes ? "true" : "false") is { } said ? (LocalizedText)said : yes ? new("はい", "yes") : new("いいえ", "no"),
        ReasonCode reason => Names.Describe(reason),
        Comparison comparison => Names.Describe(comparison),
        Slip slip => FactNames.Describe(slip),
        Enum word => text.Term(member, Kebab.FromEnum(word)),
        Indicator definition => Defined(definition),
        ImmutableArray<EntryId> entries => Plain(string.Join(", ", entries)),
        ImmutableArray<SurveyItem> items => new(string.Join(";", items.Select(Item(Language.Ja))), string.Join("; ", items.Select(Item(Language.En)))),
        IEnumerable<PublicText> list => new(string.Join("、", list.Select(t => t.Ja)), string.Join(", ", list.Select(t => t.En))),
        IEnumerable => throw new NotSupportedException($"The list {member} has no wording."),
        _ => Plain(Convert.ToString(value, CultureInfo.InvariantCulture)!),
    };

    private LocalizedText Defined(Indicator definition)
    {
        var sentence = Figures.Sentence(definition, text.Terms);
        return new($"{definition.Label.Ja}:{sentence.Ja}", $"{definition.Label.En}: {sentence.En}");
    }

    private static Func<SurveyItem, string> Item(Language language) => i =>
    {
        var answers = i.Answers.Select(a => a.Score is { } score ? $"{a.Label.In(language)} = {score}" : a.Label.In(language));
        var several = !i.Multiple ? "" : language == Language.Ja ? "(複数回答)" : " (several answers)";
        return $"{i.Question.In(language)}{several} [{string.Join(" / ", answers)}]";
    };

    private static LocalizedText Tallied(ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, int>> tallies) =>
        Plain(string.Join("; ", tallies.Select(i => $"{i.Key}: {string.Join(", ", i.Value.Select(a => $"{a.Key} {a.Value}"))}")));

    private static LocalizedText Plain(string same) => new(same, same);
}
