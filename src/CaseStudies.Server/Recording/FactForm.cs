using System.Collections.Immutable;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Recording;

/// <summary>What stands in the form for one fact of a kind. The page that is opened makes the command's id, so a form sent twice is recorded once.</summary>
/// <param name="Values">By field; a public text has a second one for its English.</param>
public sealed record FactForm(CommandId Command, string Kind, ImmutableArray<FactField> Fields, ImmutableDictionary<string, string> Values)
{
    /// <summary>Ends the name of the field for the English of a public text.</summary>
    public const string English = ".en";

    /// <summary>The largest form: a few texts of the greatest length in Japanese, as browsers encode them.</summary>
    public const int MostBytes = 256 * 1024;

    /// <summary>The kinds that are not asked for here, although they could be: they have pages of their own.</summary>
    private static readonly ImmutableHashSet<string> s_elsewhere =
        ["session_held", "participants_counted", "initiative_opened", "person_enrolled", "person_attended"];

    /// <summary>The kinds that have this form.</summary>
    public static ImmutableArray<string> Kinds { get; } =
        [.. InitiativeEventCatalogue.Facts.Keys.Where(k => !s_elsewhere.Contains(k) && FactField.OfKind(k) is not null).Order(StringComparer.Ordinal)];

    public static FactForm New(string kind, LocalDate today)
    {
        var fields = FactField.OfKind(kind) ?? throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no form for this kind of fact.");
        return new(new(Guid.NewGuid()), kind, fields, fields.Any(f => f.Member == "on")
            ? ImmutableDictionary<string, string>.Empty.Add("on", DateFormat.Iso(today)) : ImmutableDictionary<string, string>.Empty);
    }

    /// <exception cref="Problems.MalformedException">It is not one of our forms.</exception>
    public static FactForm FromSent(string kind, IFormCollection form) => New(kind, LocalDate.MinIsoValue) with
    {
        Command = new(AccountForms.Id(form["command"])), Values = FieldsOf(form),
    };

    /// <summary>What was typed, by field.</summary>
    public static ImmutableDictionary<string, string> FieldsOf(IFormCollection form) =>
        (form ?? throw new ArgumentNullException(nameof(form))).ToImmutableDictionary(f => f.Key, f => f.Value.ToString().ReplaceLineEndings("\n").Trim());

    /// <summary>The form in which an entry is corrected, with its content.</summary>
    public static FactForm OfContent(InitiativeFact fact, EntryBook book, Language language)
    {
        var (kind, content, terms) = (InitiativeEventCatalogue.KindOf(fact), ContentOf(fact), new Terms(book));
        var fields = FactField.Correctable(kind);
        var typed = ImmutableDictionary.CreateBuilder<string, string>();
        foreach (var field in fields)
        {
            if (content[field.Member] is not { } value)
                continue;
            typed[field.Member] = field.Input switch
            {
                FieldInput.Words => (string)value["ja"]!,
                FieldInput.Tick => (bool)value ? "on" : "",
                FieldInput.Time => $"{value}"[..5],
                FieldInput.Month => $"{value}"[..7],
                FieldInput.Term => terms.Find(field.Member, $"{value}").In(language),
                _ => $"{value}",
            };
            if (field.Input == FieldInput.Words && (string)value["en"]! is var english && english != typed[field.Member])
                typed[field.Member + English] = english;
        }

        return new(new(Guid.NewGuid()), kind, fields, typed.ToImmutable());
    }

    /// <summary>The content of an entry with what was typed in the place of what it said.</summary>
    public JsonObject ToReplacement(InitiativeFact fact, EntryBook book)
    {
        var (content, terms) = (ContentOf(fact), new Terms(book));
        foreach (var field in Fields)
        {
            content.Remove(field.Member);
            if (field.Input == FieldInput.Tick)
                content[field.Member] = Of(field.Member) == "on";
            else if (Of(field.Member).Length > 0)
                content[field.Member] = field.Input == FieldInput.Term
                    ? OwnWords.Of(book, terms, field.Member).Find(Of(field.Member))!.Value.Value
                    : Value(field);
        }

        return content;
    }

    /// <summary>Words that the initiative does not know: a correction defines none.</summary>
    public ImmutableArray<(string Field, PublicText What)> NewWords(EntryBook book)
    {
        var terms = new Terms(book);
        return [.. Fields.Where(f => f.Input == FieldInput.Term && Of(f.Member).Length > 0 && OwnWords.Of(book, terms, f.Member).Find(Of(f.Member)) is null)
            .Select(f => (f.Member, new PublicText("訂正では、候補にある言葉から選んでください。", "In a correction, choose one of the words that are known.")))];
    }

    private static JsonObject ContentOf(InitiativeFact fact)
    {
        var content = System.Text.Json.JsonSerializer.SerializeToNode(fact, DomainJson.Options)!.AsObject();
        content.Remove("v");
        return content;
    }

    /// <summary>Whether it asks for somebody, so that names are needed to show it.</summary>
    public bool AsksForPeople => Fields.Any(f => f.Input == FieldInput.Person);

    /// <summary>The name of a field; null: the kind has none such.</summary>
    public PublicText? LabelOf(string field) => Fields.FirstOrDefault(f => f.Member == field)?.Label;

    public string Of(string field) => Values.GetValueOrDefault(field, "");

    /// <summary>What cannot be understood, by the name of its field.</summary>
    public ImmutableArray<(string Field, PublicText What)> Mistakes() =>
        [.. Fields.Where(f => f.Input != FieldInput.New).SelectMany(f => Mistake(f) is { } what ? [(f.Member, what)] : Array.Empty<(string, PublicText)>())];

    /// <summary>The command that the form says, as programs send it. New words come first, as terms of the initiative.</summary>
    public JsonObject ToCommand(EntryBook book, LocalDate today)
    {
        var (terms, facts, fact) = (new Terms(book), new JsonArray(), new JsonObject { ["kind"] = Kind });
        foreach (var field in Fields)
        {
            if (field.Input == FieldInput.New)
                fact[field.Member] = Free(book, field.Member, OwnWords.KeyFor(Of("name" + English) is { Length: > 0 } en ? en : Of("name"))).Value;
            else if (field.Input == FieldInput.Tick)
                fact[field.Member] = Of(field.Member) == "on";
            else if (Of(field.Member).Length > 0)
                fact[field.Member] = field.Input == FieldInput.Term ? Term(field.Member) : Value(field);
        }

        facts.Add(fact);
        return new() { ["command"] = $"{Command}", ["facts"] = facts };

        string Term(string member)
        {
            var typed = Of(member);
            if (OwnWords.Of(book, terms, member).Find(typed) is { } known)
                return known.Value;
            var key = OwnWords.KeyFor(typed);
            facts.Add(new JsonObject
            {
                ["kind"] = "term_defined", ["dimension"] = System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(member), ["term"] = key.Value,
                ["label"] = Words(typed, ""), ["on"] = DateFormat.Iso(today),
            });
            return key.Value;
        }
    }

    private static Slug Free(EntryBook book, string member, Slug key) => Free(key, member == "strand"
        ? book.OfKind("strand_started").Select(e => ((StrandStarted)e.Fact).Strand).ToHashSet()
        : book.OfKind("partner_linked").Select(e => ((PartnerLinked)e.Fact).Partner).ToHashSet());

    /// <summary>The key, or the next one like it that nobody has.</summary>
    internal static Slug Free(Slug key, HashSet<Slug> taken)
    {
        return taken.Contains(key)
            ? Enumerable.Range(2, taken.Count + 1).Select(n => new Slug($"{(key.Value.Length > 60 ? key.Value[..60].TrimEnd('-') : key.Value)}-{n}"))
                .First(k => !taken.Contains(k))
            : key;
    }

    private PublicText? Mistake(FactField field)
    {
        var typed = Of(field.Member);
        if (typed.Length == 0)
            return field.Required && field.Input != FieldInput.Tick ? Typed.Needed : null;
        return field.Input switch
        {
            FieldInput.Day when Typed.Day(typed) is null => Typed.NoDay,
            FieldInput.Month when Typed.Month(typed) is null => Typed.NoMonth,
            FieldInput.Time when Typed.Time(typed) is null => Typed.NoTime,
            FieldInput.Number when (field.Type == typeof(int) ? (object?)Typed.Whole(typed) : Typed.Number(typed)) is null =>
                new("数は半角か全角の数字で入力してください。", "Write a number."),
            FieldInput.Key when !Slug.IsValid(typed) => new("a-z、0-9、- だけで書いてください。", "Use a-z, 0-9 and - alone."),
            FieldInput.Known when !Slug.IsValid(typed) => Typed.Listed,
            FieldInput.Choice when !Enum.GetValues(field.Type).Cast<Enum>().Any(e => Kebab.FromEnum(e) == typed) => Typed.Listed,
            FieldInput.Person when PersonId.Plain(typed) is null => Typed.Listed,
            FieldInput.Session when !Guid.TryParseExact(typed, "D", out _) => Typed.Listed,
            _ when !Typed.IsText(typed) => Typed.NoText,
            _ => null,
        };
    }

    private JsonNode Value(FactField field)
    {
        var typed = Of(field.Member);
        return field.Input switch
        {
            FieldInput.Month => DateFormat.Iso(Typed.Month(typed)!.Value.OnDayOfMonth(1)),
            FieldInput.Time => $"{DateFormat.Time(Typed.Time(typed)!.Value)}:00",
            FieldInput.Number when field.Type == typeof(int) => Typed.Whole(typed)!.Value,
            FieldInput.Day or FieldInput.Number => Typed.Plain(typed),
            FieldInput.Words => Words(typed, Of(field.Member + English)),
            FieldInput.Lines => new JsonArray([.. typed.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(l => (JsonNode)Words(l, ""))]),
            _ => typed,
        };
    }

    /// <summary>A text without English stands for both languages, until somebody corrects it.</summary>
    private static JsonObject Words(string ja, string en) => new() { ["ja"] = ja, ["en"] = en.Length > 0 ? en : ja };
}
