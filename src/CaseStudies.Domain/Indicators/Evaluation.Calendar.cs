using System.Collections.Immutable;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <content>Months and weeks in which a strand ran, and intervals between its sessions.</content>
internal sealed partial class Evaluation
{
    private static readonly ImmutableArray<(string Kind, bool OfStrand)> s_run =
    [
        ("strand_started", true), ("strand_ended", true), ("strand_paused", true), ("initiative_paused", false), ("initiative_closed", false),
        ("initiative_reopened", false),
    ];

    private Result EvaluateRunning(Running running, Days within)
    {
        foreach (var (kind, ofStrand) in s_run)
            AddEvidence("run",
                new(kind, ofStrand ? ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add("strand", [running.Strand.Value]) : null), within.To);
        if (StrandRun.FromBook(book, running.Strand, within) is not { } run)
            return Block(Sentences.StrandNeverRan(running.Strand));
        var labels = run.Spans(running.Unit).Where(s => s.Ran).Select(s => s.Label).ToImmutableArray();
        return Result.Computed(labels.Length, new Arithmetic.Spans(running.Unit, labels));
    }

    private Result EvaluateInterval(Interval interval, string role, Days within)
    {
        var picked = Pick(interval.Of, within);
        var (counted, lengths, last) = (new List<CountedEntry>(), new List<Quantity>(), (LocalDate?)null);
        foreach (var one in picked.Counted)
        {
            var on = one.On!.Value;
            if (last is { } before && before != on)
                lengths.Add(Length(interval.Unit, before, on));
            counted.Add(one.As(last is null || last == on ? 0 : lengths[^1]));
            last = on;
        }

        AddPart(role, counted, picked.LeftOut);
        if (lengths.Count == 0)
            return Result.NoData;
        var value = interval.Take switch
        {
            Take.Range => new FigureValue(lengths.Min(), lengths.Max()),
            Take.Maximum => new(lengths.Max()),
            Take.Mean => new(Total(lengths) / lengths.Count),
            _ => throw new ArgumentOutOfRangeException(nameof(interval)),
        };
        return new(FigureStatus.Computed, value, new Arithmetic.Intervals(interval.Unit, interval.Take, [.. lengths]));
    }

    private static Quantity Length(CalendarUnit unit, LocalDate from, LocalDate to) => unit switch
    {
        CalendarUnit.Month => ((to.Year - from.Year) * 12) + to.Month - from.Month,
        CalendarUnit.Week => Quantity.FromRatio(NodaTime.Period.DaysBetween(from, to), 7),
        _ => NodaTime.Period.DaysBetween(from, to),
    };

    private Result EvaluatePerSpan(Formula of, Slug strand, CalendarUnit unit, Take take, Days within)
    {
        if (StrandRun.FromBook(book, strand, within) is not { } run)
            return Block(Sentences.StrandNeverRan(strand));
        var spans = run.Spans(unit).ToList();
        var sessions = book.InForce<SessionHeld>().Where(s => s.Strand == strand).Select(s => s.On).ToList();
        var held = sessions.Select(on => StrandRun.Label(unit, on)).ToHashSet(StringComparer.Ordinal);
        var counting = sessions.Where(within.Contain).Select(on => StrandRun.Label(unit, on)).ToHashSet(StringComparer.Ordinal);
        // A strand's end can be recorded, or its start corrected, past sessions already held. The figure would silently lose those months.
        var lost = counting.Except(spans.Select(s => s.Label)).Order(StringComparer.Ordinal).ToList();
        if (lost.Count > 0)
            return Block(Sentences.SessionsOutsideRun(lost[0]));
        foreach (var rested in spans.Where(s => !s.Ran))
        {
            if (counting.Contains(rested.Label))
                return Block(Sentences.RestHasSessions(rested.Label));
            Note(Sentences.Rested(rested.Label));
        }

        var values = ImmutableArray.CreateBuilder<(string, Result)>();
        foreach (var span in spans.Where(s => s.Ran))
        {
            var before = _parts.Count;
            var result = Evaluate(of, span.Label, span.Days.Within(within));
            // Parts for members and endings are evidence from other days; they do not make a month one with entries.
            var empty = _parts.Skip(before).All(p => p.Role is MembersRole or EndedRole || p.Counted.IsEmpty);
            if (result.Status == FigureStatus.Blocked)
                return Result.Blocked;
            if (span.ConfirmedEmpty && (!empty || held.Contains(span.Label)))
                return Block(Sentences.EmptyHasEntries(span.Label));
            if (empty && span.ConfirmedEmpty && of is not (Share or Ratio))
                values.Add((span.Label, Result.Computed(0, new Arithmetic.Entries(0))));
            else if (empty && !span.ConfirmedEmpty)
                Note(Sentences.Missing(span.Label));
            else if (result.Value is null || empty)
                Note(Sentences.WithoutValue(span.Label));
            else
                values.Add((span.Label, result));
        }

        return Taken(take, unit == CalendarUnit.Month ? "各月" : "各週", values.ToImmutable());
    }
}
