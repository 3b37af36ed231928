using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Indicators;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Read;
using CaseStudies.Server.Recording;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Overview;

/// <summary>One initiative as a day begins.</summary>
/// <param name="Plans">Planned sessions of earlier days that nobody recorded, with the name of their strand.</param>
/// <param name="Months">Months without entries, by strand; those that follow each other together.</param>
/// <param name="Week">What happened in the last seven days, the latest first.</param>
/// <param name="Headline">Its headline figures.</param>
public sealed record InitiativeToday(
    InitiativeHeader Face, StrandsOfDay Strands, ImmutableArray<(SessionPlanned Plan, PublicText Strand)> Plans,
    ImmutableArray<(PublicText Strand, ImmutableArray<(YearMonth From, YearMonth To)> Months)> Months, int Conflicts, int LikelyDuplicates, int Warnings,
    ImmutableArray<EntryLine> Week, ImmutableArray<FigureCard> Headline)
{
    /// <summary>How far back months without entries are looked for.</summary>
    private const int MonthsBack = 12;

    private const int DaysBack = 6;

    public bool NeedsSomebody => !Plans.IsEmpty || !Months.IsEmpty || Conflicts + LikelyDuplicates + Warnings > 0;

    /// <summary>Whether anybody still records in it: a log that was put together afterwards, or an initiative that is closed, lacks nothing.</summary>
    private static bool GoesOn(InitiativeHeader face) => face.Opened?.Reconstruction is null && face.ClosedOn is null;

    internal static InitiativeToday FromView(InitiativeView view, Instant now)
    {
        var (face, book, text, terms) = (InitiativeHeader.FromView(view), view.Book, new EntryText(view.Book), new Terms(view.Book));
        var today = now.InZone(book.Zone).Date;
        return new(
            face, StrandsOfDay.FromBook(book, today),
            GoesOn(face) ? [.. Unrecorded.Plans(book, today).Select(p => (p, StrandName(p.Strand)))] : [],
            GoesOn(face)
                ? [.. Unrecorded.Months(book, today.PlusMonths(-MonthsBack), today).GroupBy(m => m.Strand)
                    .Select(s => (StrandName(s.Key), Runs(s.Select(m => m.Month))))]
                : [],
            face.Conflicts, face.LikelyDuplicates, face.Warnings,
            [.. book.Listed().Where(e => e.InForce && e.Fact.OccurredOn is { } on && on <= today && on >= today.PlusDays(-DaysBack))
                .OrderByDescending(e => e.Fact.OccurredOn).ThenByDescending(e => e.RecordedAt).Select(e => EntryLine.FromEntry(e, text))],
            [.. view.Figures.Where(f => f.Definition.Headline).Select(f => FigureCard.FromFigure(f, book, text))]);

        PublicText StrandName(Slug strand) => terms.Find("strand", strand.Value);
    }

    private static ImmutableArray<(YearMonth From, YearMonth To)> Runs(IEnumerable<YearMonth> months) =>
    [
        .. months.Select((month, index) => (month, First: month.PlusMonths(-index))).GroupBy(m => m.First)
            .Select(run => (run.First().month, run.Last().month)),
    ];
}
