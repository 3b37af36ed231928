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
    private static readonly MethodInfo s_getter = typeof(FactShape).GetMethod(nameof(Getter), BindingFlags.NonPublic | BindingFlags.Static)!;
    private static readonly ConcurrentDictionary<Enum, string> s_words = new();

    private readonly FrozenDictionary<string, Func<object, object?>> _dimensions;
    private readonly FrozenDictionary<string, Func<object, object?>> _quantities;
    private readonly FrozenDictionary<string, Type> _types;

    internal FactShape(Type type)
    {
        Type = type;
        _dimensions = Members<DimensionAttribute>(type);
        _quantities = Members<MeasuredAttribute>(type);
        _types = type.GetProperties().Where(p => p.IsDefined(typeof(DimensionAttribute))).ToFrozenDictionary(
            p => Stored(p.Name), p => Nullable.GetUnderlyingType(p.PropertyType) ?? p.PropertyType, StringComparer.Ordinal);
        PrivateTexts = [.. type.GetProperties().Where(p => p.PropertyType == typeof(PrivateText)).Select(p => Stored(p.Name))];
    }

    public Type Type { get; }
    public IEnumerable<string> Dimensions => _dimensions.Keys;
    public IEnumerable<string> Quantities => _quantities.Keys;

    /// <summary>The members whose text is stored in the vault.</summary>
    public IReadOnlyList<string> PrivateTexts { get; }

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

    /// <summary>Whether every fact of the kind belongs to a session. The dimensions of the session then apply to it too.</summary>
    public bool OfSession => Type != typeof(SessionHeld) && Type != typeof(SessionPlanned) && HasDimension("session");

    public bool HasDimension(string name) => _dimensions.ContainsKey(name);

    /// <summary>The value of a fact in a dimension as text, or null where it has none.</summary>
    public string? Dimension(InitiativeFact fact, string name) => _dimensions[name](fact) switch
    {
        null => null,
        bool b => b ? "true" : "false",
        Enum e => s_words.GetOrAdd(e, Kebab.FromEnum),
        var other => other.ToString(),
    };

    /// <summary>The fact's quantity, or null where it has none.</summary>
    public Quantity? Quantity(InitiativeFact fact, string name) => _quantities[name](fact) switch
    {
        null => null,
        int i => i,
        Quantity q => q,
        var other => throw new InvalidOperationException($"{Type.Name}.{name} is no quantity: {other}."),
    };

    private static FrozenDictionary<string, Func<object, object?>> Members<TMark>(Type type) where TMark : Attribute =>
        type.GetProperties().Where(p => p.IsDefined(typeof(TMark)))
            .ToFrozenDictionary(p => Stored(p.Name), p => (Func<object, object?>)s_getter.MakeGenericMethod(type, p.PropertyType).Invoke(null, [p.GetMethod])!,
                StringComparer.Ordinal);

    /// <summary>A compiled delegate: a figure asks each of ten thousand entries several times.</summary>
    private static Func<object, object?> Getter<TFact, TValue>(MethodInfo get)
    {
        var typed = get.CreateDelegate<Func<TFact, TValue>>();
        return fact => typed((TFact)fact);
    }

    private static string Stored(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
