using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Accounts;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Recording;

/// <summary>
/// What stands in the form that says who came to a session. The page that is opened makes the ids, so that a form that is sent twice is recorded once.
/// </summary>
/// <param name="Ticked">Those ticked, also those of codes.</param>
/// <param name="Codes">As typed: the ids on participation cards.</param>
/// <param name="Newcomer">Somebody who is not on the list yet.</param>
public sealed record AttendanceForm(CommandId Command, ImmutableHashSet<PersonId> Ticked, string Codes, NewcomerForm Newcomer)
{
    /// <summary>A large form: five hundred ticks.</summary>
    public const int MostBytes = 64 * 1024;

    private static readonly char[] s_blanks = [' ', '\u3000', '\t', '\r', '\n', ',', '、'];

    public static AttendanceForm New(EntryBook book) => new(new(Guid.NewGuid()), [], "", NewcomerForm.New(book));

    /// <exception cref="Problems.MalformedException">It is not one of our forms.</exception>
    public static AttendanceForm FromSent(IFormCollection form) => new(
        new(AccountForms.Id((form ?? throw new ArgumentNullException(nameof(form)))["command"])),
        [.. form["person"].Select(p => PersonId.Plain(p ?? "") is { } id ? new PersonId(id) : throw AccountForms.Unknown())],
        form["codes"].ToString().Trim(), NewcomerForm.FromSent(form));

    /// <summary>The form with the people of the codes ticked, and the codes that name nobody on the list.</summary>
    public (AttendanceForm Form, ImmutableArray<string> Unknown) WithCodes(IReadOnlySet<PersonId> listed)
    {
        ArgumentNullException.ThrowIfNull(listed);
        var read = Codes.Split(s_blanks, StringSplitOptions.RemoveEmptyEntries)
            .Select(c => (Code: c, Person: PersonId.Plain(Typed.Plain(c)) is { } id && listed.Contains(new(id)) ? new PersonId(id) : (PersonId?)null)).ToList();
        ImmutableArray<string> unknown = [.. read.Where(r => r.Person is null).Select(r => r.Code)];
        return (this with { Ticked = Ticked.Union(read.Select(r => r.Person).OfType<PersonId>()), Codes = string.Join(' ', unknown) }, unknown);
    }

    /// <summary>The command that the form says, as programs send it.</summary>
    /// <param name="there">Those whose attendance is recorded already.</param>
    public JsonObject ToCommand(SessionId session, IEnumerable<PersonId> there) => new()
    {
        ["command"] = $"{Command}",
        ["facts"] = new JsonArray([.. Ticked.Except(there).OrderBy(p => p.Value, StringComparer.Ordinal).Select(p => Attended(p, session))]),
    };

    internal static JsonObject Attended(PersonId person, SessionId session) =>
        new() { ["kind"] = "person_attended", ["person"] = $"{person}", ["session"] = $"{session}" };
}

/// <summary>Somebody who comes for the first time, enrolled at the door.</summary>
/// <param name="Person">A new id.</param>
/// <param name="Reading">Of the name (ふりがな); may be empty.</param>
/// <param name="Role">A key.</param>
/// <param name="Basis">Why the name may be kept; empty: not chosen yet.</param>
/// <param name="Same">The id of the person who is meant, or <see cref="Another"/>; empty: not asked yet.</param>
public sealed record NewcomerForm(
    CommandId Command, PersonId Person, string Name, string Reading, string Role, string Basis, bool GuardianConsented, string Same)
{
    /// <summary>The answer that nobody with the same name is meant.</summary>
    public const string Another = "another";

    /// <summary>The longest name or reading.</summary>
    public const int Longest = 100;

    /// <summary>The role where the initiative has none yet.</summary>
    private static readonly Slug s_participant = new("participant");

    /// <summary>The roles of people enrolled so far, the most frequent first.</summary>
    public static ImmutableArray<Slug> Roles(EntryBook book) =>
        [.. book.InForce<PersonEnrolled>().GroupBy(e => e.Role).OrderByDescending(r => r.Count()).ThenBy(r => r.Key.Value, StringComparer.Ordinal)
            .Select(r => r.Key)];

    public static NewcomerForm New(EntryBook book) => new(
        new(Guid.NewGuid()), new($"p-{Guid.NewGuid():N}"[..18]), "", "",
        Roles(book) is [var usual, ..] ? usual.Value : s_participant.Value, "", false, "");

    /// <exception cref="Problems.MalformedException">It is not one of our forms.</exception>
    public static NewcomerForm FromSent(IFormCollection form)
    {
        ArgumentNullException.ThrowIfNull(form);
        return new(new(AccountForms.Id(form["enrolment"])), PersonId.Plain(Of("newcomer")) is { } id ? new(id) : throw AccountForms.Unknown(),
            Of("name"), Of("reading"), Of("role"), Of("basis"), form["guardian"] == "on", Of("same"));

        string Of(string name) => form[name].ToString().Trim();
    }

    public bool IsEmpty => Name.Length + Reading.Length == 0;

    /// <summary>Whether a name is the same, written in one way or another.</summary>
    public bool IsNamed(string? name) => name is not null && NameSortKey.FromText(name) == NameSortKey.FromText(Name);

    /// <summary>What cannot be understood, by the name of its field.</summary>
    public ImmutableArray<(string Field, PublicText What)> Mistakes()
    {
        var found = ImmutableArray.CreateBuilder<(string, PublicText)>();
        if (Name.Length == 0)
            found.Add(("name", Typed.Needed));
        foreach (var (field, text) in (ReadOnlySpan<(string, string)>)[("name", Name), ("reading", Reading)])
        {
            if (text.Length > 0 && PublicText.Unstorable(text, Longest) is not null)
                found.Add((field, new($"{Longest} 文字までで入力してください。", string.Create(CultureInfo.InvariantCulture, $"Write at most {Longest} characters."))));
        }

        if (!Slug.IsValid(Role))
            found.Add(("role", Typed.Listed));
        if (Kebab.Find<LawfulBasis>(Basis) is null)
            found.Add(("basis", new("名前を残してよい根拠を選んでください。", "Choose why the name may be kept.")));
        return found.ToImmutable();
    }

    /// <summary>The command that enrols the person, or somebody known whom the form names, and says that this person came.</summary>
    /// <param name="isEnrolled">Whether the person is on the list already.</param>
    /// <param name="enrolment">The place of the enrolment among the facts.</param>
    public JsonObject ToCommand(SessionId session, LocalDate on, EntryBook book, Func<PersonId, bool> isEnrolled, out int? enrolment)
    {
        ArgumentNullException.ThrowIfNull(isEnrolled);
        var (facts, person) = (new JsonArray(), PersonId.Plain(Same) is { } known ? new PersonId(known) : Person);
        enrolment = null;
        if (!isEnrolled(person))
        {
            if (Role == s_participant.Value && Roles(book).IsEmpty
                && !book.InForce<TermDefined>().Any(t => t.Dimension.Value == "role" && t.Term == s_participant))
            {
                facts.Add(new JsonObject
                {
                    ["kind"] = "term_defined", ["dimension"] = "role", ["term"] = Role, ["on"] = DateFormat.Iso(on),
                    ["label"] = new JsonObject { ["ja"] = Participants.Ja, ["en"] = Participants.En },
                });
            }

            enrolment = facts.Count;
            facts.Add(new JsonObject
            {
                ["kind"] = "person_enrolled", ["person"] = $"{person}", ["role"] = Role, ["on"] = DateFormat.Iso(on), ["basis"] = Basis,
                ["guardianConsented"] = GuardianConsented, ["name"] = Name,
            });
        }

        facts.Add(AttendanceForm.Attended(person, session));
        return new() { ["command"] = $"{Command}", ["facts"] = facts };
    }

    /// <summary>What the role is called where the initiative has none yet.</summary>
    public static PublicText Participants { get; } = new("参加者", "participant");
}
