using System.Collections.Frozen;
using CaseStudies.Domain.Indicators;

namespace CaseStudies.Domain.Initiatives;

/// <summary>
/// Refuses keys that an initiative does not know: a misspelt one would split a number in a fact, and count nothing in a definition.
/// </summary>
/// <remarks>
/// A dimension in which keys were declared admits no others. Where none was declared, its keys come from use: a new one is admitted, unless it looks like a
/// known one mistyped, and a definition must name one of those recorded. Before the first, a definition may name the keys by which later facts are compared.
/// </remarks>
internal static class KeyChecks
{
    /// <summary>By what facts are told apart. The other dimensions say what nobody knows before: causes, topics, findings.</summary>
    private static readonly FrozenSet<string> s_atTheDoor = ["scheme", "group", "venue", "partner"];

    /// <summary>Each of these begins with a fact of its own, or is not kept, so that only a term makes it known.</summary>
    private static readonly FrozenSet<string> s_alwaysDeclared = ["strand", "instrument", "partner", "thread"];

    /// <summary>By the name that terms give them, the name in facts.</summary>
    private static readonly FrozenDictionary<string, string> s_dimensions = InitiativeEventCatalogue.Facts.Values.SelectMany(f => f.Dimensions)
        .Append("answer").Distinct().ToFrozenDictionary(KeyMember.DimensionOf);

    public static Refusal? Check(Initiative state, InitiativeFact fact)
    {
        if (fact is TermDefined { Dimension.Value: var dimension } && !s_dimensions.ContainsKey(dimension))
            return Refusals.DimensionUnknown(dimension, s_dimensions.Keys) with { At = "/dimension" };
        if (fact is PartnerLinked or PartnerContacted { Name: not null })
            return null;
        foreach (var member in InitiativeEventCatalogue.KeysOf(fact))
        {
            if ((s_atTheDoor.Contains(member.Dimension) || (fact is FollowUpRecorded && member.Dimension == "instrument"))
                && member.Read(fact) is { } key && IsRefused(state, member.Dimension, key, inDefinition: false))
                return Refusals.KeyUnknown(Name(member.Dimension), key, state.KnownKeys(member.Dimension), Remedy(member.Dimension, key))
                    with { At = $"/{member.Member}" };
        }

        return null;
    }

    public static Refusal? Check(Initiative state, Indicator definition) => state.Used is null ? null
        : NamedKeys.Of(definition).Select(k => k.Instrument is null ? CheckKey(state, k) : CheckOfInstrument(state, k)).FirstOrDefault(r => r is not null);

    private static Refusal? CheckKey(Initiative state, NamedKey named) => IsRefused(state, named.Dimension, named.Key, inDefinition: true)
        ? Refuse(named, Name(named.Dimension), state.KnownKeys(named.Dimension), Remedy(named.Dimension, named.Key))
        : null;

    private static Refusal? CheckOfInstrument(Initiative state, NamedKey named)
    {
        var items = state.VersionsOf(named.Instrument!).Where(v => named.Versions.IsDefaultOrEmpty || named.Versions.Contains(v))
            .SelectMany(v => state.Declared[$"instrument:{named.Instrument}:{v}"].Answers!);
        var (name, known) = named.Dimension switch
        {
            "version" => (Name("version"), state.VersionsOf(named.Instrument!)),
            "item" => (new PublicText("設問", "item"), items.Select(i => i.Key)),
            _ => (new PublicText("選択肢", "answer"), items.Where(i => i.Key == named.Item).SelectMany(i => i.Value)),
        };
        return known.Contains(named.Key) ? null : Refuse(named, name, known.Distinct(), Remedy("instrument", named.Key));
    }

    private static Refusal Refuse(NamedKey named, PublicText name, IEnumerable<string> known, PublicText remedy) =>
        Refusals.DefinitionNamesUnknown(name, named.Key, known, remedy) with { At = $"/definition{named.At}" };

    private static bool IsRefused(Initiative state, string dimension, string key, bool inDefinition) =>
        state.Used is { } used && !state.Knows(dimension, key) && Names.OfValue(s_dimensions[dimension], key) is null
        && (s_alwaysDeclared.Contains(dimension) || state.DeclaredKeys(dimension).Any()
            || (inDefinition && (!s_atTheDoor.Contains(dimension) || used.Recorded.ContainsKey(dimension)))
            || used.Of(dimension).Any(k => NearestWords.IsSlip(key, k)));

    private static PublicText Name(string dimension) => Names.OfDimension(s_dimensions[dimension]);

    /// <summary>The fact that makes a key of the dimension known.</summary>
    private static PublicText Remedy(string dimension, string key) => dimension switch
    {
        "strand" => new("「活動の開始」(strand_started)", "the start of the strand (strand_started)"),
        "instrument" => new("「調査の導入」(survey_introduced)", "the introduction of the survey (survey_introduced)"),
        "partner" => new("「連携先」(partner_linked)", "the partner (partner_linked)"),
        _ => new($"「用語の定義」(term_defined。dimension は {dimension}、term は {key})", $"a term (term_defined with dimension {dimension} and term {key})"),
    };
}
