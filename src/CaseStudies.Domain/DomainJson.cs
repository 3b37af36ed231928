using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using NodaTime.Text;

namespace CaseStudies.Domain;

/// <summary>JSON options for facts, definitions and figures. The server, the samples and an offline reader share them.</summary>
/// <remarks>
/// Strict on purpose: an unknown, missing or repeated member, or a null where none is allowed, is an error, so that
/// nothing is read in part. Quantities are decimal strings, dates ISO 8601, enumerations kebab-case words.
/// </remarks>
public static class DomainJson
{
    /// <summary>Deeper than any real definition; a hostile body is refused beyond it.</summary>
    public const int MaximumDepth = 32;

    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>For bodies that are read into a tree first: same depth, no repeated members.</summary>
    public static JsonDocumentOptions DocumentOptions { get; } = new() { MaxDepth = MaximumDepth, AllowDuplicateProperties = false };

    /// <summary>Whether two values stand alike in JSON. Records that hold lists or dictionaries are not equal by their elements.</summary>
    public static bool AreAlike<T>(T one, T other) => JsonSerializer.Serialize(one, Options) == JsonSerializer.Serialize(other, Options);

    /// <summary>Adds the same conventions to options owned by somebody else (HTTP, the store).</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.AllowDuplicateProperties = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.MaxDepth = MaximumDepth;
        // A store may reorder the members of an object, so the discriminator need not come first.
        options.AllowOutOfOrderMetadataProperties = true;
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        options.Converters.Add(new TextConverter<Slug>(s => new(s), v => v.Value, repeats: true));
        options.Converters.Add(new TextConverter<PersonId>(s => new(s), v => v.Value, repeats: true));
        options.Converters.Add(new TextConverter<MemberId>(s => new(s), v => v.Value, repeats: true));
        options.Converters.Add(new TextConverter<SubjectId>(s => new(s), v => v.Value, repeats: true));
        options.Converters.Add(new TextConverter<SessionId>(s => new(Uuid(s)), v => v.ToString(), u => new(u)));
        options.Converters.Add(new TextConverter<CommandId>(s => new(Uuid(s)), v => v.ToString(), u => new(u)));
        options.Converters.Add(new TextConverter<GrantId>(s => new(Uuid(s)), v => v.ToString(), u => new(u)));
        options.Converters.Add(new TextConverter<EntryId>(s => new(Uuid(s)), v => v.ToString(), u => new(u)));
        options.Converters.Add(new TextConverter<ImportId>(s => new(Uuid(s)), v => v.ToString(), u => new(u)));
        options.Converters.Add(new TextConverter<InvitationId>(s => new(Uuid(s)), v => v.ToString(), u => new(u)));
        options.Converters.Add(new TextConverter<ShareId>(s => new(Uuid(s)), v => v.ToString(), u => new(u)));
        options.Converters.Add(new TextConverter<FileHash>(s => new(s), v => v.Value));
        options.Converters.Add(new TextConverter<Quantity>(Quantity.Parse, v => v.ToString()));
        options.Converters.Add(new TextConverter<LocalDate>(Dates.Parse, LocalDatePattern.Iso.Format, repeats: true));
        options.Converters.Add(new TextConverter<YearMonth>(Dates.ParseMonth, YearMonthPattern.Iso.Format));
        options.Converters.Add(new PublicTextConverter());
        options.Converters.Add(new FactConverter());
        options.TypeInfoResolverChain.Insert(0,
            new DefaultJsonTypeInfoResolver().WithAddedModifier(WithoutDerivedMembers).WithAddedModifier(WithoutNullsInLists));
        options.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);
    }

    /// <summary>Computed members of a fact (its day, its session) follow from the others and are not stored.</summary>
    private static void WithoutDerivedMembers(JsonTypeInfo info)
    {
        if (!info.Type.IsAssignableTo(typeof(InitiativeFact)))
            return;
        for (var i = info.Properties.Count - 1; i >= 0; i--)
        {
            if (info.Properties[i].AttributeProvider is PropertyInfo property && typeof(InitiativeFact).GetProperty(property.Name) is not null)
                info.Properties.RemoveAt(i);
        }
    }

    /// <summary>The serializer checks nullability of members only, not of list elements.</summary>
    private static void WithoutNullsInLists(JsonTypeInfo info)
    {
        if (info.Kind == JsonTypeInfoKind.Enumerable && info.ElementType is { IsValueType: false } && info.Type.Namespace == typeof(ImmutableArray).Namespace)
        {
            info.OnDeserialized = static list =>
            {
                foreach (var item in (IEnumerable)list)
                    _ = item ?? throw new JsonException("A list contains null.");
            };
        }
    }

    private static Guid Uuid(string text) => Guid.TryParseExact(text, "D", out var id)
        ? id
        : throw new FormatException("An id is a UUID, written like 6f1c1b5e-6a0e-4f57-9a56-0f6a51c0d7a1.");

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions();
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    /// <param name="identified">For values that are UUIDs: those in the plain form are read without a string.</param>
    /// <param name="repeats">The same few values stand in many facts: those that were read last are kept, and share one string.</param>
    private sealed class TextConverter<T>(Func<string, T> parse, Func<T, string> print, Func<Guid, T>? identified = null, bool repeats = false)
        : JsonConverter<T> where T : struct
    {
        private readonly ReadBefore<T>? _before = repeats ? new() : null;

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String)
                throw new JsonException("A text in quotation marks is needed here.");
            if (identified is not null && reader.TryGetGuid(out var id))
                return identified(id);
            if (_before is null || reader.HasValueSequence || reader.ValueIsEscaped)
                return Parsed(reader.GetString()!);
            if (!_before.TryFind(reader.ValueSpan, out var value))
                _before.Keep(reader.ValueSpan, value = Parsed(reader.GetString()!));
            return value;
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(print(value));

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Parsed(reader.GetString()!);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(print(value));

        private T Parsed(string text)
        {
            try
            {
                return parse(text);
            }
            catch (FormatException e)
            {
                throw new JsonException(e.Message, e);
            }
        }
    }

    private sealed class PublicTextConverter : JsonConverter<PublicText>
    {
        private sealed record Shape(string Ja, string En);

        public override PublicText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            var shape = JsonSerializer.Deserialize<Shape>(ref reader, options) ?? throw new JsonException("A text with ja and en is needed here.");
            try
            {
                return new(shape.Ja, shape.En);
            }
            catch (FormatException e)
            {
                throw new JsonException(e.Message, e);
            }
        }

        public override void Write(Utf8JsonWriter writer, PublicText value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, new Shape(value.Ja, value.En), options);
    }
}
