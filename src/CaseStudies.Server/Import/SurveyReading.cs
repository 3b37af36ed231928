using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Wording;
using CaseStudies.Sheets;
using CaseStudies.Sheets.Values;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Import;

/// <summary>Reads answers as form tools export them: each row is one respondent.</summary>
internal sealed class SurveyReading : SheetReading
{
    private readonly (int Column, SurveyItem Item)[] _answers;
    private readonly (int Date, int? Id, int? Person, int? Name, int? Group, int? Comment) _at;

    public SurveyReading(ReadingContext context, SheetLayout layout) : base(context, layout)
    {
        var instrument = context.Words.Instrument(Mapping.Instrument, Mapping.Version)!;
        _answers = [.. layout.ColumnsFor(ColumnUse.Answer).Select(c => (c.Column, instrument.Items.First(i => i.Item == c.Mapped.Item)))];
        _at = (layout.First(ColumnUse.Date)!.Value, layout.First(ColumnUse.ResponseId), layout.First(ColumnUse.Person), layout.First(ColumnUse.Name),
            layout.First(ColumnUse.Group), layout.First(ColumnUse.Comment));
    }

    public override bool NeedsLook => _at.Id is null;

    protected override IReadOnlyCollection<ColumnUse> Uses { get; } =
        [ColumnUse.Answer, ColumnUse.Date, ColumnUse.ResponseId, ColumnUse.Person, ColumnUse.Name, ColumnUse.Group, ColumnUse.Comment];

    protected override IEnumerable<int> KeyColumns => [_at.Date];

    /// <summary>Counts the responses of each date and time.</summary>
    public override void Look(SheetRow row) => Read(row);

    protected override ParsedRow Read(SheetRow row, Place at)
    {
        var problems = new List<ImportProblem>();
        var answers = ImmutableArray.CreateBuilder<KeyValuePair<string, Slug>>();
        foreach (var (column, item) in _answers)
        {
            if (CellValues.Text(Cell(row, column)) is not { } text)
                continue;
            if (AnswerOf(item, text) is { } answer)
                answers.Add(new(item.Item.Value, answer));
            else
                problems.Add(RowMessages.AnswerUnknown(column, text, string.Join("、", item.Answers.Select(a => a.Label.Ja))));
        }

        var stamp = Cell(row, _at.Date) is { } cell ? CellValues.Moment(cell, Context.Fiscal, Context.Zone) : (Parsed<LocalDateTime>?)null;
        var comment = WordsIn(row, _at.Comment, problems);
        if (answers.Count == 0 && problems.Count == 0 && (comment is null || stamp?.Value is null))
            return ParsedRow.Nothing(at, stamp?.Value is null ? RowMessages.NoteRow() : RowMessages.EmptyRow());
        if (stamp?.Value is null)
            problems.Add(stamp?.Why is { } why ? RowMessages.Unreadable(_at.Date, why.ToPublicText()) : RowMessages.DateMissing(_at.Date));
        var person = CellValues.Text(Cell(row, _at.Person)) ?? WordsIn(row, _at.Name, problems);
        var group = KeyIn(row, _at.Group, "group", problems);
        if (problems.Count > 0)
            return new(at, [], [.. problems]);
        var moment = stamp!.Value.Value!.Value;
        var fact = StatedFact.Create<SurveyResponseRecorded>(
            ("instrument", Mapping.Instrument), ("version", Mapping.Version), ("wave", Mapping.Wave), ("on", moment.Date), ("answers", answers.ToImmutable()),
            ("person", person is null ? null : EventMembers.PersonOf(person, Context.Ids.Person)), ("group", group), ("comment", comment));
        var (key, twin) = KeyOf(row, moment);
        return new(at, [new(key, fact, 0, Twin: twin)], []);
    }

    /// <summary>Finds an answer by its key or label. A number that the form writes before a label is ignored.</summary>
    private Slug? AnswerOf(SurveyItem item, string text)
    {
        if ((Mapping.Value(item.Item.Value, text) ?? Mapping.Value("answer", text)) is { } mapped)
            return item.Answers.FirstOrDefault(a => a.Answer.Value == mapped)?.Answer;
        var bare = text.TrimStart([.. "0123456789０１２３４５６７８９.．)）:： 　"]);
        return item.Answers.FirstOrDefault(a => a.Answer.Value == text)?.Answer
            ?? item.Answers.FirstOrDefault(a => LooseTextKey.Same(a.Label.Ja, text) || LooseTextKey.Same(a.Label.En, text))?.Answer
            ?? (bare.Length == 0 ? null : item.Answers.FirstOrDefault(a => LooseTextKey.Same(a.Label.Ja, bare) || LooseTextKey.Same(a.Label.En, bare))?.Answer);
    }

    /// <summary>The form's id of the response, else its date and time, so that a corrected answer is the same response, else its content.</summary>
    private (string Key, string? Twin) KeyOf(SheetRow row, LocalDateTime stamp)
    {
        if (NumberOf(row, _at.Id) is { } id)
            return (Key(Numbered(id), 1), null);
        if (stamp.TimeOfDay == LocalTime.Midnight)
        {
            var content = $"row/{Context.Ids.Hidden(string.Join('\n', row.Cells.Select(c => $"{c.Column}\t{c.Text}")))}";
            return (Key(content, Turn(content)), null);
        }

        var about = $"at/{LocalDateTimePattern.ExtendedIso.Format(stamp)}";
        var (turn, moment) = (Turn(about), Context.Ids.Derive("moment", about));
        var said = Context.Moments[moment] = Math.Max(turn, Context.Moments.GetValueOrDefault(moment));
        return (Key(about, turn), Key(about, said + 1));

        string Key(string about, int turn) => $"response/{Mapping.Instrument}/{Mapping.Version}/{Mapping.Wave}/{about}/{turn}";
    }
}
