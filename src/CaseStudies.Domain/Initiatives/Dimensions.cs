using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;

namespace CaseStudies.Domain.Initiatives;

/// <summary>Marks a member that indicators may use as a condition and for counting distinct keys.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DimensionAttribute : Attribute;

/// <summary>Marks a member that is a quantity and may be added up.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MeasuredAttribute : Attribute;

/// <summary>What one kind of fact offers to indicators: its dimensions and quantities, by their stored names.</summary>
public sealed class FactShape
{
    private static readonly ConcurrentDictionary<Enum, string> s_words = new();

    private readonly FrozenDictionary<string, Func<InitiativeFact, string?>> _dimensions;
    private readonly FrozenDictionary<string, Func<InitiativeFact, Quantity?>> _quantities;
    private readonly FrozenDictionary<string, Type> _types;
    private readonly PropertyInfo[] _places;

    internal FactShape(Type type)
    {
        Type = type;
        _dimensions = Members<DimensionAttribute, string?>(type, p => p.PropertyType.IsEnum ? nameof(Word) : nameof(Text));
        _quantities = Members<MeasuredAttribute, Quantity?>(type, _ => nameof(Number));
        _types = type.GetProperties().Where(p => p.IsDefined(typeof(DimensionAttribute))).ToFrozenDictionary(
            p => Stored(p.Name), p => Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType, StringComparer.Ordinal);
        HasNoDay = OfSession && type.GetProperty("Session")?.PropertyType == typeof(SessionId);
        Keys = [.. _types.Where(t => t.Value == typeof(Slug)).Select(t => new KeyMember(t.Key, KeyMember.DimensionOf(t.Key), _dimensions[t.Key]))];
        _places = [.. type.GetProperties().Where(p => p.PropertyType == typeof(PrivateText))];
        PrivateTexts = [.. _places.Select(p => Stored(p.Name))];
        Persons = [.. _types.Where(t => t.Value == typeof(PersonId)).Select(t => t.Key).Order(StringComparer.Ordinal)];
    }

    public Type Type { get; }
    public IEnumerable<string> Dimensions => _dimensions.Keys;
    public IEnumerable<string> Quantities => _quantities.Keys;

    /// <summary>The dimensions whose values are the initiative's own keys, such as the group, but not a person, a session or a choice.</summary>
    internal IReadOnlyList<KeyMember> Keys { get; }

    /// <summary>The members whose text is stored in the vault.</summary>
    public IReadOnlyList<string> PrivateTexts { get; }

    /// <summary>The members that name a person.</summary>
    public IReadOnlyList<string> Persons { get; }

    /// <summary>The people whom a fact of this kind names.</summary>
    public IEnumerable<PersonId> PersonsOf(InitiativeFact fact) => Persons.Select(m => _dimensions[m](fact)).OfType<string>().Select(p => new PersonId(p));

    /// <summary>The private texts of a fact of this kind: each member that has one, and where it lies.</summary>
    public IEnumerable<(string Member, PrivateText Place)> PlacesOf(InitiativeFact fact) =>
        _places.Where(p => p.GetValue(fact) is not null).Select(p => (Stored(p.Name), (PrivateText)p.GetValue(fact)!));

    /// <summary>Whether a fact can have this value in this dimension: a key of the right form, or a member of the enumeration.</summary>
    public bool Admits(string dimension, string value)
    {
        var type = _types[dimension];
        var json = type == typeof(bool) || type == typeof(int) ? value : JsonSerializer.Serialize(value, DomainJson.Options);
        try
        {
            // Compared as written: "People" would be read as people, but no entry has that spelling.
            return JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type, DomainJson.Options), type, DomainJson.Options) == json;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>The values that a dimension can have, where they are few and fixed; else none.</summary>
    internal IEnumerable<string> Choices(string dimension) => _types[dimension] switch
    {
        { IsEnum: true } type => Enum.GetValues(type).Cast<Enum>().Select(Kebab.FromEnum),
        var type when type == typeof(bool) => ["true", "false"],
        _ => [],
    };

    /// <summary>Whether every fact of the kind belongs to a session. The dimensions of the session then apply to it too.</summary>
    public bool OfSession => Type != typeof(SessionHeld) && Type != typeof(SessionPlanned) && HasDimension("session");

    /// <summary>Whether every fact of the kind has its day from its session.</summary>
    internal bool HasNoDay { get; }

    public bool HasDimension(string name) => _dimensions.ContainsKey(name);

    /// <summary>The value of a fact in a dimension as text, or null where it has none.</summary>
    public string? Dimension(InitiativeFact fact, string name) => _dimensions[name](fact);

    /// <summary>The same, for many facts of this kind; null where the kind has no such dimension.</summary>
    internal Func<InitiativeFact, string?>? DimensionReader(string name) => _dimensions.GetValueOrDefault(name);

    /// <summary>The fact's quantity, or null where it has none.</summary>
    public Quantity? Quantity(InitiativeFact fact, string name) => _quantities[name](fact);

    /// <summary>The same, for many facts of this kind.</summary>
    internal Func<InitiativeFact, Quantity?> QuantityReader(string name) => _quantities[name];

    private static FrozenDictionary<string, Func<InitiativeFact, TRead>> Members<TMark, TRead>(Type type, Func<PropertyInfo, string> reader)
        where TMark : Attribute =>
        type.GetProperties().Where(p => p.IsDefined(typeof(TMark))).ToFrozenDictionary(
            p => Stored(p.Name),
            p => (Func<InitiativeFact, TRead>)typeof(FactShape).GetMethod(reader(p), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(type, p.PropertyType).Invoke(null, [p.GetMethod])!,
            StringComparer.Ordinal);

    /// <summary>Reads a text without allocating: a figure asks each of a hundred thousand entries several times.</summary>
    private static Func<InitiativeFact, string?> Text<TFact, TValue>(MethodInfo get) where TFact : InitiativeFact
    {
        object typed = get.CreateDelegate<Func<TFact, TValue>>();
        return typed switch
        {
            Func<TFact, Slug> key => fact => key((TFact)fact).Value,
            Func<TFact, Slug?> key => fact => key((TFact)fact)?.Value,
            Func<TFact, PersonId> person => fact => person((TFact)fact).Value,
            Func<TFact, PersonId?> person => fact => person((TFact)fact)?.Value,
            _ => fact => ((Func<TFact, TValue>)typed)((TFact)fact) switch
            {
                null => null,
                bool b => b ? "true" : "false",
                Enum e => s_words.GetOrAdd(e, Kebab.FromEnum),
                var other => other.ToString(),
            },
        };
    }

    private static Func<InitiativeFact, string?> Word<TFact, TValue>(MethodInfo get) where TFact : InitiativeFact where TValue : struct, Enum
    {
        var typed = get.CreateDelegate<Func<TFact, TValue>>();
        var words = Enum.GetValues<TValue>().Distinct().ToFrozenDictionary(v => v, v => Kebab.FromEnum(v));
        return fact => words[typed((TFact)fact)];
    }

    private static Func<InitiativeFact, Quantity?> Number<TFact, TValue>(MethodInfo get) where TFact : InitiativeFact
    {
        object typed = get.CreateDelegate<Func<TFact, TValue>>();
        return typed switch
        {
            Func<TFact, int> whole => fact => whole((TFact)fact),
            Func<TFact, int?> whole => fact => whole((TFact)fact),
            Func<TFact, Quantity> exact => fact => exact((TFact)fact),
            Func<TFact, Quantity?> exact => fact => exact((TFact)fact),
            _ => throw new InvalidOperationException($"{typeof(TFact).Name}.{get.Name} is no quantity."),
        };
    }

    private static string Stored(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}

/// <summary>A member of a kind of fact that holds a key of the initiative's own.</summary>
/// <param name="Dimension">As a term names it: <c>proposed-by</c> for <c>proposedBy</c>.</param>
internal sealed record KeyMember(string Member, string Dimension, Func<InitiativeFact, string?> Read)
{
    internal static string DimensionOf(string member) => JsonNamingPolicy.KebabCaseLower.ConvertName(member);
}
