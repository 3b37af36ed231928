using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Server.Import;

/// <summary>The members of one kind of fact, in the order of its constructor: their types, their values in a fact, and how values become a fact.</summary>
internal sealed class FactMembers
{
    private static readonly ConcurrentDictionary<Type, FactMembers> s_all = [];

    private readonly ConstructorInvoker _constructor;
    private readonly MethodInvoker[] _getters;
    private readonly object?[] _defaults;
    private readonly int[] _largest;
    private readonly Dictionary<string, int> _indexes;

    private FactMembers(Type type)
    {
        var parameters = RecordMembers.ForType(type);
        string[] names = [.. parameters.Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name!))];
        (_constructor, Kind) = (ConstructorInvoker.Create((ConstructorInfo)parameters[0].Member), InitiativeEventCatalogue.KindOf(type));
        _getters = [.. parameters.Select(p => MethodInvoker.Create(type.GetProperty(p.Name!)!.GetMethod!))];
        _defaults = [.. parameters.Select(p => p.DefaultValue)];
        _largest = [.. parameters.Select(p => p.GetCustomAttribute<RangeAttribute>() is { Maximum: int maximum } ? maximum : int.MaxValue)];
        _indexes = names.Index().ToDictionary(n => n.Item, n => n.Index, StringComparer.Ordinal);
        Types = [.. names.Zip(parameters, (name, p) => KeyValuePair.Create(name, Nullable.GetUnderlyingType(p.ParameterType) ?? p.ParameterType))];
        Required = [.. names.Where((_, i) => !parameters[i].HasDefaultValue)];
    }

    public string Kind { get; }

    /// <summary>The type of each member; of a nullable one, the type of its values.</summary>
    public ImmutableArray<KeyValuePair<string, Type>> Types { get; }

    /// <summary>The members that every fact of the kind has.</summary>
    public ImmutableArray<string> Required { get; }

    public static FactMembers ForKind(string kind) => ForType(InitiativeEventCatalogue.Facts[kind].Type);

    public static FactMembers ForType(Type type) => s_all.GetOrAdd(type, static t => new(t));

    public int IndexOf(string member) => _indexes[member];

    public Type TypeOf(string member) => Types[_indexes[member]].Value;

    /// <summary>The largest whole number that the member can be.</summary>
    public int LargestOf(string member) => _largest[_indexes[member]];

    public object? Value(InitiativeFact fact, string member) => _getters[_indexes[member]].Invoke(fact);

    public object?[] Values(InitiativeFact fact) => Array.ConvertAll(_getters, get => get.Invoke(fact));

    /// <summary>What a member is that nobody states. A required member is <see cref="DBNull"/>, which no constructor takes.</summary>
    public object?[] Defaults() => [.. _defaults];

    public InitiativeFact Create(object?[] values) => (InitiativeFact)_constructor.Invoke(values.AsSpan());

    /// <summary>Whether a member of the fact has another value in the recorded fact. A member without a value contradicts nothing.</summary>
    public bool Contradicts(InitiativeFact fact, InitiativeFact recorded) =>
        Array.Exists(_getters, get => get.Invoke(fact) is { } value && !AreEqual(value, get.Invoke(recorded)));

    /// <summary>Dictionaries are equal by reference only. Of the collections in facts, a file can state the answers of a survey and no other.</summary>
    private static bool AreEqual(object value, object? other) => value.Equals(other) || (value is ImmutableSortedDictionary<string, Slug> answers
        && other is ImmutableSortedDictionary<string, Slug> others && answers.SequenceEqual(others));
}
