using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>Evaluates a cohort: who joined, and who of them continues at the cut-off.</summary>
internal sealed class CohortEvaluation(EntryBook book, Evaluation evaluation)
{
    public Result Evaluate(Cohort cohort, Days within)
    {
        if (book.AsOf < cohort.CutOff)
        {
            evaluation.Note(Sentences.NotYet(cohort.CutOff));
            return Result.NoData;
        }

        var entering = Until(cohort.CutOff, Named(evaluation.Pick(cohort.Enters, within)));
        var joined = entering.Counted.ToLookup(Person, c => (c.On!.Value, evaluation.Dimension(c.Entry.Fact, "strand")), StringComparer.Ordinal);
        var enteredOn = entering.Counted.GroupBy(Person).ToDictionary(g => g.Key, g => g.Min(c => c.On!.Value), StringComparer.Ordinal);
        var first = new HashSet<string>(StringComparer.Ordinal);
        evaluation.AddPart("entered", entering.Counted.Select(c => c.As(first.Add(Person(c)) ? 1 : 0, Person(c))), entering.LeftOut);

        var completed = Completed(cohort, enteredOn);
        var (visits, leftOut) = UpTo(cohort.CutOff, cohort.Visits);
        var counted = new List<CountedEntry>();
        var continuing = completed.Count;
        foreach (var person in visits.GroupBy(Person))
        {
            if (!enteredOn.TryGetValue(person.Key, out var entered))
            {
                leftOut.AddRange(person.Select(v => v.Left(LeftOutRule.NotEntered)));
                continue;
            }

            leftOut.AddRange(person.Where(v => v.On < entered).Select(v => v.Left(LeftOutRule.BeforeEntering)));
            var since = person.Where(v => v.On >= entered).ToList();
            if (completed.Contains(person.Key))
            {
                counted.AddRange(since.Select(v => v.As(0, person.Key)));
                continue;
            }

            if (NotContinuing(cohort, person.Key, [.. joined[person.Key]], since) is { } rule)
            {
                leftOut.AddRange(since.Select(v => v.Left(rule)));
                continue;
            }

            continuing++;
            evaluation.CountTowards(cohort.MinimumVisits, since.Select(v => v.Entry.Id));
            // The last visit shows that the person continues; the earlier ones are evidence.
            counted.AddRange(since.Select((v, i) => v.As(i == since.Count - 1 ? 1 : 0, person.Key)));
        }

        evaluation.AddPart("continuing", counted, leftOut);
        evaluation.AddEvidence("left", new("person_left"), cohort.CutOff);
        if (cohort.PausesExcused)
            evaluation.AddEvidence("paused", new("person_paused"), cohort.CutOff);
        if (enteredOn.Count == 0)
            return Result.NoData;
        return cohort.As == CohortResult.Share
            ? Evaluation.Divide(continuing, enteredOn.Count)
            : Result.Computed(continuing, new Arithmetic.OutOf(continuing, enteredOn.Count));
    }

    /// <summary>The people who completed, with the part <c>completed</c>: the first entry of each contributes 1.</summary>
    private HashSet<string> Completed(Cohort cohort, Dictionary<string, LocalDate> enteredOn)
    {
        var completed = new HashSet<string>(StringComparer.Ordinal);
        if (cohort.CompletedBy is not { } by)
            return completed;
        var (picked, leftOut) = UpTo(cohort.CutOff, by);
        var counted = new List<CountedEntry>();
        foreach (var one in picked)
        {
            if (!enteredOn.TryGetValue(Person(one), out var entered))
                leftOut.Add(one.Left(LeftOutRule.NotEntered));
            else if (one.On < entered)
                leftOut.Add(one.Left(LeftOutRule.BeforeEntering));
            else
                counted.Add(one.As(completed.Add(Person(one)) ? 1 : 0, Person(one)));
        }

        evaluation.AddPart("completed", counted, leftOut);
        return completed;
    }

    private LeftOutRule? NotContinuing(Cohort cohort, string person, List<(LocalDate On, string? Strand)> joined, List<Picked> visits)
    {
        if (visits.Count < cohort.MinimumVisits || visits.Count == 0)
            return LeftOutRule.TooFewVisits;
        if (HasLeft(cohort, person, joined))
            return LeftOutRule.HasLeft;
        var last = visits[^1].On!.Value;
        var away = NodaTime.Period.DaysBetween(last, cohort.CutOff) - (cohort.PausesExcused ? PausedDays(person, last, cohort.CutOff) : 0);
        return away > cohort.SeenWithinDays ? LeftOutRule.NotSeenLately : null;
    }

    /// <summary>
    /// Whether the person left everything, or each strand to which the cohort is limited. A person who joins again on a later day than the last departure
    /// has not left; a strand is joined again in this strand, or without naming one.
    /// </summary>
    private bool HasLeft(Cohort cohort, string person, List<(LocalDate On, string? Strand)> joined)
    {
        var departures = book.InForce<PersonLeft>()
            .Where(l => book.Person(l.Person.Value) == person && l.On >= joined.Min(j => j.On) && l.On <= cohort.CutOff).ToList();
        if (departures.Count == 0)
            return false;
        var strands = cohort.Visits.Admitted("strand") is { Length: > 0 } visited ? visited : cohort.Enters.Admitted("strand");
        return IsLast(null, joined) || (strands.Length > 0 && strands.All(s => IsLast(s, joined.Where(j => j.Strand is null || j.Strand == s))));

        bool IsLast(string? strand, IEnumerable<(LocalDate On, string? Strand)> joinings) =>
            departures.Where(l => l.Strand?.Value == strand).Max(l => (LocalDate?)l.On) is { } last && joinings.All(j => j.On <= last);
    }

    /// <summary>The days after <paramref name="last"/>, up to and including the cut-off, that lie in a pause of this person.</summary>
    private int PausedDays(string person, LocalDate last, LocalDate cutOff) =>
        book.InForce<PersonPaused>().Where(p => book.Person(p.Person.Value) == person)
            .SelectMany(p => Days.Each(LocalDate.Max(p.From, last.PlusDays(1)), LocalDate.Min(p.To, cutOff)))
            .Distinct().Count();

    /// <summary>Leaves out entries without a person: they neither join nor continue.</summary>
    private Selected Named(Selected picked)
    {
        var nameless = picked.Counted.Where(c => Person(c).Length == 0).Select(c => c.Left(LeftOutRule.OtherValue, "person"));
        return new([.. picked.Counted.Where(c => Person(c).Length > 0)], [.. picked.LeftOut, .. nameless]);
    }

    /// <summary>Nothing after the cut-off is looked at, also not for saying who belongs.</summary>
    private Selected UpTo(LocalDate cutOff, Selection of)
    {
        var picked = Named(evaluation.Pick(of, new(null, cutOff)));
        return new(picked.Counted, [.. picked.LeftOut.Select(l => l.Rule == LeftOutRule.OutsideDays ? l with { Rule = LeftOutRule.AfterCutOff } : l)]);
    }

    private static Selected Until(LocalDate cutOff, Selected picked) => new(
        [.. picked.Counted.Where(c => c.On <= cutOff)],
        [.. picked.LeftOut, .. picked.Counted.Where(c => c.On > cutOff).Select(c => c.Left(LeftOutRule.AfterCutOff))]);

    private string Person(Picked picked) => evaluation.Dimension(picked.Entry.Fact, "person") ?? "";
}
