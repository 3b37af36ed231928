using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Import;

/// <summary>The days, strands and kinds that a file covers. Only within these can an entry be missing from the file.</summary>
internal sealed class SpokenOf
{
    private readonly HashSet<string> _kinds = [];
    private readonly HashSet<Slug?> _strands = [];

    public LocalDate? First { get; private set; }
    public LocalDate? Last { get; private set; }

    public void Take(ParsedRow row)
    {
        foreach (var fact in row.Facts)
        {
            _kinds.Add(fact.Kind);
            if (fact.Stated["strand"] is Slug strand)
                _strands.Add(strand);
            if (fact.Stated["on"] is not LocalDate day)
                continue;
            First = First is null || day < First ? day : First;
            Last = Last is null || day > Last ? day : Last;
        }
    }

    public bool Covers(string kind, Slug? strand, LocalDate? on) =>
        on is { } day && day >= First && day <= Last && _kinds.Contains(kind) && (strand is null || _strands.Contains(strand));
}

/// <summary>Finds entries that an earlier file stated and this one, which covers their day, does not. A deleted row withdraws nothing, so the dry run
/// lists them.</summary>
internal static class MissingFromFile
{
    private const int Told = 20;

    public static IEnumerable<ImportProblem> Find(ReadingContext context, RowReconciler reconciler)
    {
        // Without row numbers, a corrected list cannot be told from the list of another month.
        if (context.Mapping.Kind == ImportKind.Events && !context.Mapping.Columns.Any(c => c.As == ColumnUse.RowId))
            return [];
        var sessions = context.Basis.Entries.Where(e => e is { InForce: true, Fact: SessionHeld }).Select(e => (SessionHeld)e.Fact).GroupBy(s => s.Session)
            .ToDictionary(g => g.Key, g => g.First());
        var silent = context.Basis.Entries.Where(e => e is { InForce: true, FirstByImport: true } && !reconciler.Touches(e.Id) && Covered(e.Fact))
            .OrderBy(e => e.Version).ToList();
        return [.. silent.Take(Told)
            .Select(e => MappingMessages.NoLongerSaid(InitiativeEventCatalogue.KindOf(e.Fact), e.Id,
                On(e.Fact) is { } on ? LocalDatePattern.Iso.Format(on) : "")),
            .. silent.Count > Told ? [MappingMessages.MoreNoLongerSaid(silent.Count - Told)] : Array.Empty<ImportProblem>()];

        bool Covered(InitiativeFact fact) =>
            fact is not PersonEnrolled && context.Spoken.Covers(InitiativeEventCatalogue.KindOf(fact), Session(fact)?.Strand ?? fact.InStrand, On(fact))
            && (fact is not SurveyResponseRecorded r
                || (r.Instrument == context.Mapping.Instrument && r.Version == context.Mapping.Version && r.Wave == context.Mapping.Wave));

        SessionHeld? Session(InitiativeFact fact) =>
            fact is SessionHeld held ? held : fact.InSession is { } session ? sessions.GetValueOrDefault(session) : null;

        LocalDate? On(InitiativeFact fact) => Session(fact)?.On ?? fact.OccurredOn;
    }
}
