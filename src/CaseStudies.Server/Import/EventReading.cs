using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Sheets;
using NodaTime;

namespace CaseStudies.Server.Import;

/// <summary>Reads a list: each row is a fact of one kind. A row is identified by its number if there is such a column, otherwise by its content.</summary>
internal sealed class EventReading : SheetReading
{
    private readonly IReadOnlyDictionary<string, Type> _types;
    private readonly (int Column, string Member)[] _members;
    private readonly int? _id;
    private readonly int[] _keys;
    private readonly FactMembers _kind;

    public EventReading(ReadingContext context, SheetLayout layout) : base(context, layout)
    {
        _types = EventMembers.ForKind(Mapping.Fact!);
        _members = [.. layout.ColumnsFor(ColumnUse.Member).Select(c => (c.Column, c.Mapped.Member!))];
        _kind = FactMembers.ForKind(Mapping.Fact!);
        _id = layout.First(ColumnUse.RowId);
        _keys = [.. _members.Where(m => _types[m.Member] == typeof(LocalDate)).Select(m => m.Column).Concat(_id is { } id ? [id] : [])];
    }

    public override IEnumerable<ImportProblem> Remarks => _id is null ? [MappingMessages.WithoutIds()] : [];

    protected override IReadOnlyCollection<ColumnUse> Uses { get; } = [ColumnUse.Member, ColumnUse.RowId];

    protected override IEnumerable<int> KeyColumns => _keys;

    protected override ParsedRow Read(SheetRow row, Place at)
    {
        var (stated, problems, filled) = (new OrderedDictionary<string, object>(StringComparer.Ordinal), new List<ImportProblem>(), 0);
        foreach (var (member, text) in Mapping.Constants ?? ImmutableSortedDictionary<string, string>.Empty)
            Take(stated, member, new() { Column = 1, Kind = SheetCellKind.Text, Text = text }, 0, problems);
        foreach (var (column, member) in _members)
        {
            if ((IsAmount(member) ? Once(row, column) : Cell(row, column)) is { } cell)
                Take(stated, member, cell, column, problems);
            else if (IsAmount(member) && IsShared(row, column))
                problems.Add(RowMessages.CountMerged(column));
            else
                continue;
            filled++;
        }

        if (filled == 0)
            return ParsedRow.Nothing(at, RowMessages.EmptyRow());
        foreach (var (column, member) in _members)
        {
            if (IsAmount(member) && Once(row, column) is { } cell
                && WrittenUnits.Wrong(cell, member, stated, text => Key("unit", text)) is { } why)
                problems.Add(RowMessages.Unreadable(column, why));
        }

        var lacking = _kind.Required.Where(m => !stated.ContainsKey(m)).ToList();
        if (filled == 1 && _members.Length > 1 && lacking.Count + problems.Count > 0)
            return ParsedRow.Nothing(at,
                _members.Any(m => _types[m.Member] == typeof(LocalDate) && stated.ContainsKey(m.Member)) ? RowMessages.EmptyRow() : RowMessages.NoteRow());
        foreach (var member in lacking)
        {
            var column = _members.FirstOrDefault(m => m.Member == member).Column;
            if (column == 0 || !problems.Exists(p => p.Column == ColumnNames.FromNumber(column)))
                problems.Add(RowMessages.MemberMissing(column, member));
        }

        if (problems.Count > 0)
            return new(at, [], [.. problems]);
        var fact = new StatedFact(_kind, stated);
        return new(at, [new(KeyOf(row, fact), fact, 0)], []);
    }

    private bool IsAmount(string member) => _types[member] == typeof(Quantity) || _types[member] == typeof(int);

    private void Take(OrderedDictionary<string, object> stated, string member, SheetCell cell, int column, List<ImportProblem> problems)
    {
        var (value, why) = EventMembers.Read(cell, _types[member], _kind.LargestOf(member), Context, text => Key(member, text));
        if (why is not null)
            problems.Add(column > 0 ? RowMessages.Unreadable(column, why) : MappingMessages.Wrong("constants", why.Ja, why.En));
        else
            stated[member] = value!;
    }

    private string KeyOf(SheetRow row, StatedFact fact)
    {
        if (NumberOf(row, _id) is { } id)
            return $"event/{Mapping.Fact}/{Numbered(id)}";
        var content = Context.Ids.Hidden(fact.ToJson().ToJsonString(DomainJson.Options));
        return $"event/{Mapping.Fact}/content/{content}/{Turn(content)}";
    }
}
