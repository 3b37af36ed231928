using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Pages;

/// <summary>A sheet for one session: the people expected, empty rows, and boxes for the headcount.</summary>
/// <param name="Heads">One for each group of the scheme used last; a single one where nothing has been counted yet.</param>
public sealed record AttendanceSheetModel(
    InitiativeHeader Face, LocalizedText? Strand, LocalDate On, LocalizedText? Venue, ImmutableArray<SheetLine> Lines, ImmutableArray<HeadBox> Heads)
{
    /// <summary>Empty rows for people who come for the first time.</summary>
    public const int EmptyRows = 8;

    public static AttendanceSheetModel FromRoster(Roster roster)
    {
        ArgumentNullException.ThrowIfNull(roster);
        var (book, strand, text) = (roster.View.Book, roster.Strand, new EntryText(roster.View.Book));
        var planned = book.InForce<SessionPlanned>().FirstOrDefault(p => p.On == roster.On && (strand is null || p.Strand == strand));
        return new(
            InitiativeHeader.FromView(roster.View), strand is { } key ? (LocalizedText)text.Term("strand", key) : null, roster.On,
            planned?.Venue is { } venue ? (LocalizedText)text.Term("venue", venue) : null,
            [.. roster.Lines.Select(l => new SheetLine(
                l.Enrolled.Person.Value, l.Name, l.Reading, Listed(l.Enrolled.Roles.Select(r => (LocalizedText)text.Term("role", r))), l.Enrolled.Resting,
                l.Erased))],
            HeadBoxes(roster, text));
    }

    private static ImmutableArray<HeadBox> HeadBoxes(Roster roster, EntryText text)
    {
        var book = roster.View.Book;
        var counts = book.ByDay("participants_counted").Where(c => c.Entry.InForce && c.On is not null).Select(c => (ParticipantsCounted)c.Entry.Fact)
            .Where(c => roster.Strand is null || book.Session(c.Session)?.Strand == roster.Strand).ToList();
        return counts.Count == 0
            ? [new(new("人数", "Headcount"), FactNames.Describe(HeadUnit.People))]
            : [.. counts.Where(c => c.Scheme == counts[^1].Scheme).Select(c => (c.Group, c.Unit)).Distinct()
                .Select(g => new HeadBox(text.Term("group", g.Group), FactNames.Describe(g.Unit)))];
    }

    private static LocalizedText Listed(IEnumerable<LocalizedText> words)
    {
        var all = words.ToList();
        return new(string.Join("、", all.Select(w => w.Ja)), string.Join(", ", all.Select(w => w.En)));
    }
}

/// <param name="Name">Null where none was given or it was erased.</param>
/// <param name="Erased">The latter.</param>
public sealed record SheetLine(string Person, string? Name, string? Reading, LocalizedText Roles, bool Resting, bool Erased);

public sealed record HeadBox(LocalizedText Group, LocalizedText Unit);
