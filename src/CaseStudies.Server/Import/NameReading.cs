using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Sheets;
using NodaTime;

namespace CaseStudies.Server.Import;

/// <summary>What readings of rows that name people share: who it is, enrolment, and heads without a name.</summary>
internal abstract class NameReading : SheetReading
{
    private readonly (int? Name, int? Furigana, int? Person, int? Group) _at;
    private readonly HashSet<PersonId> _strangers = [];

    protected NameReading(ReadingContext context, SheetLayout layout) : base(context, layout) =>
        _at = (layout.First(ColumnUse.Name), layout.First(ColumnUse.Furigana), layout.First(ColumnUse.Person), layout.First(ColumnUse.Group));

    public override bool Whole => false;
    public override bool NeedsLook => true;

    public override IEnumerable<ImportProblem> Remarks =>
        _strangers.Count > 0 && Mapping.Role is null ? [MappingMessages.NotEnrolled(_strangers.Count)] : [];

    protected override IReadOnlyCollection<ColumnUse> Uses { get; } = [ColumnUse.Name, ColumnUse.Furigana, ColumnUse.Person, ColumnUse.Group];

    protected override IEnumerable<int> KeyColumns => new[] { _at.Name, _at.Person }.OfType<int>();

    protected int WhoColumn => _at.Name ?? _at.Person!.Value;

    protected bool IsSomebody(SheetRow row) => (Cell(row, _at.Name) ?? Cell(row, _at.Person)) is not null;

    /// <summary>The person whom the row names. A text that cannot be read is a problem. Null if it is, or if there is none.</summary>
    protected Somebody? WhoIn(SheetRow row, List<ImportProblem> problems)
    {
        var garbled = new List<ImportProblem>();
        var (card, name) = (WordsIn(row, _at.Person, garbled), NameIn(row, garbled));
        problems.AddRange(garbled);
        return garbled.Count > 0 || (card ?? name) is not { } text
            ? null
            : new(EventMembers.PersonOf(text, Context.Ids.Person), name,
                CellValues.Text(Cell(row, _at.Furigana)) ?? (_at.Name is { } named ? row[named]?.Furigana : null));
    }

    protected void Say(Somebody who, Place at)
    {
        if (who.Name is not null)
            Context.People.Say(who.Person, who.Name, who.Furigana, $"{at.Sheet}:{at.Row}");
    }

    /// <summary>The enrolment of a person who is not enrolled yet, if the mapping says in which role.</summary>
    protected IEnumerable<ProposedFact> EnrolledOn(Somebody who, LocalDate on)
    {
        if (Context.Basis.IsEnrolled(who.Person))
            yield break;
        _strangers.Add(who.Person);
        if (Mapping.Role is not { } role)
            yield break;
        yield return new($"enrolled/{who.Person}/{role}", StatedFact.Create<PersonEnrolled>(
            ("person", who.Person), ("role", role), ("on", on), ("basis", Mapping.Basis), ("name", who.Name)), WhoColumn,
            Furigana: who.Name is null ? null : who.Furigana);
    }

    protected static ProposedFact Session(Occasion occasion, Slug strand, LocalDate on, int column) =>
        new(occasion.Key, StatedFact.Create<SessionHeld>(("session", occasion.Session), ("strand", strand), ("on", on)), column, occasion.Known?.Id);

    protected static ProposedFact Attended(Somebody who, SessionId session, Slug? group, int column) => new($"attended/{who.Person}/{session}",
        StatedFact.Create<PersonAttended>(("person", who.Person), ("session", session), ("group", group)), column);

    protected Slug? GroupIn(SheetRow row, List<ImportProblem> problems) => KeyIn(row, _at.Group, "group", problems);

    /// <summary>Heads without a name; null if the row names somebody, by a card or a name.</summary>
    protected NamelessHeads? NamelessIn(SheetRow row) =>
        Cell(row, _at.Person) is null && CellValues.Text(Cell(row, _at.Name)) is { } text ? NamelessHeads.Parse(text) : null;

    /// <summary>Scheme and group under which a row's nameless heads are counted: those of the row, if it has a group and the mapping a scheme.</summary>
    protected (Slug Scheme, Slug Group) CountedAs(NamelessHeads nameless, Slug? group) =>
        Mapping.Scheme is { } scheme ? (scheme, group ?? nameless.Group) : (NamelessHeads.Scheme, nameless.Group);

    /// <summary>The count of all nameless heads of this group at the session; it belongs to the row that states the first of them.</summary>
    protected ProposedFact? Counted(SessionId session, (Slug Scheme, Slug Group) counted, int column, Place at) =>
        Context.Nameless.At(session, counted) is var (number, first) && first == at
            ? new($"count/{session}/{counted.Scheme}/{counted.Group}/", StatedFact.Create<ParticipantsCounted>(
                ("session", session), ("scheme", counted.Scheme), ("group", counted.Group), ("count", number), ("unit", Mapping.Unit)), column)
            : null;

    protected ImportProblem NamelessNote(SheetRow row, int heads, int? first) => RowMessages.Nameless(WhoColumn, Cell(row, WhoColumn)!.Text, heads, first);

    /// <summary>The name as written. Another spelling is another person until somebody records that both are one.</summary>
    private string? NameIn(SheetRow row, List<ImportProblem> problems) => WordsIn(row, _at.Name, problems) is null ? null : Cell(row, _at.Name)!.Text.Trim();

    /// <param name="Name">Null if the sheet has cards only.</param>
    protected sealed record Somebody(PersonId Person, string? Name, string? Furigana);
}
