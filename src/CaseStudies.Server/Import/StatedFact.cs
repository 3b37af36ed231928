using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Import;

/// <summary>What a row states of a fact: the members that it gives, with their values. A blank cell states nothing.</summary>
/// <remarks>
/// A text is a plain <see cref="string"/> here, whether the kind of fact publishes it or keeps it in the vault. The answers of a survey are pairs in
/// the order of the columns. All other values have the type of the member. The order of members and answers matters: ids are hashes of the JSON text.
/// </remarks>
internal sealed class StatedFact(FactMembers kind, OrderedDictionary<string, object> members)
{
    public string Kind => kind.Kind;

    public int Count => members.Count;

    /// <summary>Null: the row does not state this member.</summary>
    public object? this[string member] => members.GetValueOrDefault(member);

    /// <summary>A fact of a known kind. Members without a value are not stated.</summary>
    public static StatedFact Create<TFact>(params ReadOnlySpan<(string Member, object? Value)> members) where TFact : InitiativeFact
    {
        var stated = new OrderedDictionary<string, object>(members.Length, StringComparer.Ordinal);
        foreach (var (member, value) in members)
        {
            if (value is not null)
                stated.Add(member, value);
        }

        return new(FactMembers.ForType(typeof(TFact)), stated);
    }

    /// <summary>The same without some members.</summary>
    public StatedFact Except(Func<string, object, bool> isLeftOut)
    {
        var kept = new OrderedDictionary<string, object>(members.Where(m => !isLeftOut(m.Key, m.Value)), StringComparer.Ordinal);
        return kept.Count == members.Count ? this : new(kind, kept);
    }

    /// <param name="known">The recorded fact that has the members which the row does not state; null for a new fact.</param>
    /// <param name="seal">Takes a private text's member and text, and returns its place in the vault.</param>
    /// <exception cref="FormatException">No fact can have such a value.</exception>
    public InitiativeFact Build(InitiativeFact? known, Func<string, string, PrivateText> seal)
    {
        var values = known is null ? kind.Defaults() : kind.Values(known);
        foreach (var (member, value) in members)
        {
            values[kind.IndexOf(member)] = value switch
            {
                string text => IsPublic(member) ? new PublicText(text, text) : seal(member, text),
                LocalDate { Year: < Dates.FirstYear or > Dates.LastYear } day => Dates.Parse(LocalDatePattern.Iso.Format(day)), // throws
                ImmutableArray<KeyValuePair<string, Slug>> answers => answers.ToImmutableSortedDictionary(),
                _ => value,
            };
        }

        return kind.Create(values);
    }

    /// <summary>The form in which a client would send it. It is shown in the dry run, and ids and fingerprints are made from it.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["kind"] = Kind };
        foreach (var (member, value) in members)
        {
            json[member] = value switch
            {
                int number => number,
                bool truth => truth,
                string text when IsPublic(member) => new JsonObject { ["ja"] = text, ["en"] = text },
                ImmutableArray<KeyValuePair<string, Slug>> answers =>
                    new JsonObject(answers.Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value.Value))),
                _ => Text(value),
            };
        }

        return json;
    }

    /// <summary>A single value as facts write it.</summary>
    public static string Text(object value) => value switch
    {
        LocalDate day => LocalDatePattern.Iso.Format(day),
        LocalTime time => LocalTimePattern.ExtendedIso.Format(time),
        Enum word => Kebab.FromEnum(word),
        _ => value.ToString()!,
    };

    private bool IsPublic(string member) => kind.TypeOf(member) == typeof(PublicText);
}
