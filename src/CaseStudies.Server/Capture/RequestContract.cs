using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Server.Capture;

/// <param name="Required">It may not be left out.</param>
/// <param name="Nullable">It may be written as null, which is the same as leaving it out.</param>
/// <param name="Range">Within which its numbers lie; null where only their type bounds them.</param>
internal sealed record SentMember(string Name, Type Type, bool Required, bool Nullable, RangeAttribute? Range = null);

/// <summary>The form of a part of what clients send, read off the type that it becomes; all but one of these are null.</summary>
internal sealed class RequestContract
{
    private static readonly ConcurrentDictionary<Type, RequestContract> s_known = new();

    /// <summary>Single values: an id, a day, a number, a word. A private text has been taken out before anybody looks.</summary>
    private static readonly HashSet<Type> s_values =
    [
        typeof(string), typeof(int), typeof(bool), typeof(Slug), typeof(PersonId), typeof(SubjectId), typeof(SessionId), typeof(CommandId), typeof(EntryId),
        typeof(ImportId), typeof(FileHash), typeof(MemberId), typeof(InvitationId), typeof(GrantId), typeof(ShareId),
        typeof(Quantity), typeof(LocalDate), typeof(LocalTime), typeof(YearMonth), typeof(Instant), typeof(PrivateText),
    ];

    private RequestContract(Type type)
    {
        if (s_values.Contains(type))
            return;
        if (type.IsEnum)
            Words = [.. Enum.GetNames(type).Select(JsonNamingPolicy.KebabCaseLower.ConvertName)];
        else if (type == typeof(InitiativeFact))
            Choices = ("kind", InitiativeEventCatalogue.Facts.ToDictionary(f => f.Key, f => f.Value.Type));
        else if (type.GetCustomAttributes<JsonDerivedTypeAttribute>().ToList() is { Count: > 0 } derived)
            Choices = (type.GetCustomAttribute<JsonPolymorphicAttribute>()!.TypeDiscriminatorPropertyName!,
                derived.ToDictionary(d => (string)d.TypeDiscriminator!, d => d.DerivedType));
        else if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
            ItemOf = type.GetGenericArguments()[0];
        else if (type.IsGenericType)
            ValueOf = type.GetGenericArguments()[1];
        else
            Members = RecordMembers.ForType(type).Select(Member).ToDictionary(m => m.Name);
    }

    public IReadOnlyDictionary<string, SentMember>? Members { get; }

    public IReadOnlyList<string>? Words { get; }

    /// <summary>Of a list.</summary>
    public Type? ItemOf { get; }

    /// <summary>Of an object whose members have names of the sender's own.</summary>
    public Type? ValueOf { get; }

    /// <summary>A member says which of several forms the others are of.</summary>
    public (string Discriminator, IReadOnlyDictionary<string, Type> Of)? Choices { get; }

    public static RequestContract ForType(Type type) => s_known.GetOrAdd(Nullable.GetUnderlyingType(type) ?? type, t => new(t));

    private static SentMember Member(ParameterInfo parameter) => new(
        JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!), parameter.ParameterType, !parameter.HasDefaultValue,
        parameter.HasDefaultValue && parameter.DefaultValue is null, parameter.GetCustomAttribute<RangeAttribute>());
}
