using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Recording;

/// <summary>One member of a kind of fact, as a form asks for it.</summary>
/// <param name="Member">As stored.</param>
public sealed record FactField(string Member, FieldInput Input, bool Required, Type Type)
{
    /// <summary>Members that no form asks for: the program's default is right, or a reconstruction alone has them.</summary>
    private static readonly ImmutableHashSet<string> s_unasked = ["timeZone", "reconstruction"];

    public PublicText Label => MemberNames.Describe(Member);

    /// <summary>The members that the form of a kind asks for; null where one that is needed has no input.</summary>
    /// <remarks>Members that may be left out and have no input, such as a session, are not asked for.</remarks>
    public static ImmutableArray<FactField>? OfKind(string kind)
    {
        var fields = ImmutableArray.CreateBuilder<FactField>();
        foreach (var parameter in RecordMembers.ForType(InitiativeEventCatalogue.Facts[kind].Type))
        {
            var member = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
            if (s_unasked.Contains(member))
                continue;
            if (InputOf(kind, member, parameter) is { } input)
                fields.Add(new(member, input, !parameter.HasDefaultValue, Plain(parameter)));
            else if (!parameter.HasDefaultValue)
                return null;
        }

        return fields.ToImmutable();
    }

    /// <summary>The members that a correction may change on a page; the others stay as they are. None: it is made by the API.</summary>
    /// <remarks>
    /// What begins keeps its key, a session and a person their ids, and lists their English. A kind with a private text has none: the text would have to be
    /// read to stay.
    /// </remarks>
    public static ImmutableArray<FactField> Correctable(string kind)
    {
        var shape = InitiativeEventCatalogue.Facts[kind];
        return shape.PrivateTexts.Count > 0 ? [] :
        [
            .. from parameter in RecordMembers.ForType(shape.Type)
               let member = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!)
               where !s_unasked.Contains(member)
               let input = InputOf(kind, member, parameter)
               where input is not (null or FieldInput.New or FieldInput.Lines or FieldInput.Session or FieldInput.Person)
               select new FactField(member, input.Value, !parameter.HasDefaultValue, Plain(parameter)),
        ];
    }

    private static FieldInput? InputOf(string kind, string member, ParameterInfo parameter) => Plain(parameter) switch
    {
        var t when t == typeof(LocalDate) => member == "month" ? FieldInput.Month : FieldInput.Day,
        var t when t == typeof(LocalTime) => FieldInput.Time,
        var t when t == typeof(Quantity) || t == typeof(int) => FieldInput.Number,
        var t when t == typeof(PublicText) => FieldInput.Words,
        var t when t == typeof(ImmutableArray<PublicText>) => FieldInput.Lines,
        var t when t == typeof(PrivateText) => FieldInput.Private,
        var t when t == typeof(bool) => FieldInput.Tick,
        var t when t == typeof(SessionId) && !parameter.HasDefaultValue => FieldInput.Session,
        var t when t == typeof(PersonId) => FieldInput.Person,
        var t when t.IsEnum => FieldInput.Choice,
        var t when t == typeof(Slug) => (kind, member) switch
        {
            ("strand_started", "strand") or ("partner_linked", "partner") => FieldInput.New,
            (_, "strand" or "partner" or "indicator") => FieldInput.Known,
            (_, "dimension" or "term" or "thread" or "instrument") => null,
            (_, "earlier") => FieldInput.Key,
            _ => FieldInput.Term,
        },
        _ => null,
    };

    private static Type Plain(ParameterInfo parameter) => Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
}

/// <summary>How a form asks for a member.</summary>
public enum FieldInput
{
    Day,
    Month,
    Time,
    Number,

    /// <summary>A public text, in Japanese and, where there is one, in English.</summary>
    Words,

    /// <summary>Several public texts, one a line.</summary>
    Lines,

    /// <summary>A text for the vault.</summary>
    Private,
    Tick,

    /// <summary>One of the program's own words.</summary>
    Choice,
    Session,

    /// <summary>Somebody who is enrolled.</summary>
    Person,

    /// <summary>A key that the initiative knows.</summary>
    Known,

    /// <summary>A word of the initiative's own: one that it knows, or a new one.</summary>
    Term,

    /// <summary>A key as it is written in addresses.</summary>
    Key,

    /// <summary>The key of what begins here. It is made from its name, and nobody is asked for it.</summary>
    New,
}
