using System.Collections.Immutable;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Domain.Initiatives;

/// <summary>
/// The state that decisions need, and nothing more. It grows with strands, instruments and indicators, not with sessions and people,
/// so the ten-thousandth fact costs as much as the tenth.
/// </summary>
/// <param name="Declared">Facts that others depend on, by the key they declare (<c>strand:cafe</c>); see <see cref="Declaration"/>.</param>
/// <param name="Imports">Every import by its id, and whether it is open.</param>
/// <param name="Periods">Every period that was ever marked, with its last mark.</param>
/// <param name="Used">Null in a state that an older version of the program stored: its keys are not checked until it is rebuilt.</param>
public sealed partial record Initiative(
    int Version, Instant RecordedAt, LocalDate? OpenedOn, string TimeZone, ImmutableSortedDictionary<string, Declaration> Declared,
    ImmutableSortedDictionary<string, bool>? Imports = null, ImmutableSortedDictionary<string, PeriodStanding>? Periods = null,
    UsedKeys? Used = null)
{
    private static readonly Initiative s_nobody =
        new(0, Instant.MinValue, null, "Asia/Tokyo", ImmutableSortedDictionary.Create<string, Declaration>(StringComparer.Ordinal), Used: UsedKeys.None);

    /// <summary>Never throws and looks nothing up. An event that decisions do not need only advances the version.</summary>
    public static Initiative Evolve(Initiative? state, StoredEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        state = (state ?? s_nobody) with { Version = e.Version, RecordedAt = e.Provenance.RecordedAt };
        return e.Body switch
        {
            // A mark can be corrected in its cause and note only and is never withdrawn, so later events do not change the state.
            PeriodMarked mark => state.With(PeriodStanding.FromMark(mark, e.Version, e.Provenance.RecordedAt)),
            InitiativeFact fact => state.Declare(e.Provenance.Entry, fact).Learn(e.Provenance.Entry, fact),
            EntryCorrected corrected =>
                state.Undeclare(corrected.Entry).Declare(corrected.Entry, corrected.Replacement).Learn(corrected.Entry, corrected.Replacement),
            EntryWithdrawn withdrawn => state.Withdraw(withdrawn.Entry),
            EntryReinstated reinstated => state.Declare(reinstated.Entry, reinstated.Fact).Learn(reinstated.Entry, reinstated.Fact),
            ImportBegun begun => state.With(begun.Import, open: true),
            ImportCompleted completed => state.With(completed.Import, open: false),
            ImportAbandoned abandoned => state.With(abandoned.Import, open: false),
            _ => state,
        };
    }

    /// <param name="without">An entry whose day is left aside.</param>
    internal StrandTimes Strand(Slug strand, EntryId? without = null) =>
        new(Numbered($"strand:{strand}", without), Numbered($"strand-end:{strand}", without));

    public Declaration? Instrument(Slug instrument, int version) => Declared.GetValueOrDefault($"instrument:{instrument}:{version}");

    /// <summary>The day on which it was closed; null while it is open.</summary>
    public LocalDate? ClosedOn => Declared.GetValueOrDefault("closed")?.From is { } closed
        && !(Declared.GetValueOrDefault("reopened")?.From > closed) ? closed : null;

    /// <summary>Whether the merges lead from one id to the other.</summary>
    public bool LeadsTo(PersonId from, PersonId to)
    {
        // At most as many steps as there are merges, so that a stored circle ends here too.
        var (at, left) = (from.Value, Declared.Count);
        while (at != to.Value && left-- > 0 && Declared.GetValueOrDefault($"alias:{at}")?.Kept is { } kept)
            at = kept;
        return at == to.Value;
    }

    /// <summary>The state of a period; null where it was never marked and so is open.</summary>
    public PeriodState? StandingOf(LocalDate from, LocalDate to) => Periods?.GetValueOrDefault(PeriodStanding.KeyOf(from, to))?.State;

    /// <summary>Whether an import is open; null where there is no such import.</summary>
    public bool? IsOpen(ImportId import) => Imports is { } all && all.TryGetValue(import.ToString(), out var open) ? open : null;

    /// <summary>Whether other facts may depend on such a fact; it must then be in force at once or not at all.</summary>
    public static bool IsDeclaration(InitiativeFact fact) => fact is PeriodMarked || s_nobody.Declare(default, fact) != s_nobody;

    public bool HasIndicator(Slug indicator) => Declared.ContainsKey($"indicator:{indicator}");

    /// <summary>Whether a later declaration depends on this entry: the end of a strand or its next start, the revision of an indicator.</summary>
    public bool CarriesOthers(EntryId entry) => Declared.Where(d => d.Value.Entry == entry).Any(d =>
        d.Key.Split(':') is ["strand" or "strand-end", var strand, ..] ? Strand(new(strand), without: entry).Contradiction(new(strand)) is not null
        : Declared.Any(o => !o.Value.Withdrawn && o.Key.StartsWith($"{d.Key}:", StringComparison.Ordinal)));

    private Initiative Declare(EntryId entry, InitiativeFact fact) => fact switch
    {
        InitiativeOpened o => this with { OpenedOn = o.On, TimeZone = o.TimeZone, Declared = Declared.SetItem("initiative", new(entry, o.On)) },
        StrandStarted s => WithNext($"strand:{s.Strand}", new(entry, s.On)),
        StrandEnded s => WithNext($"strand-end:{s.Strand}", new(entry, s.On)),
        SurveyIntroduced s => With(s.Identity, new(entry, s.On, s.Items.DistinctBy(i => i.Item).ToImmutableSortedDictionary(
            i => i.Item.Value, i => i.Answers.Select(a => a.Answer.Value).ToImmutableArray(), StringComparer.Ordinal),
            Multiple: s.Items.Any(i => i.Multiple) ? [.. s.Items.Where(i => i.Multiple).Select(i => i.Item.Value)] : null)),
        InitiativeClosed c => With("closed", new(entry, c.On)),
        InitiativeReopened r => With("reopened", new(entry, r.On)),
        PeopleMerged m => With(m.Identity, new(entry, m.On, Kept: m.Kept.Value)),
        IndicatorAdopted i => With(i.Identity, new(entry, i.On)),
        IndicatorRevised i => With(i.Identity, new(entry, i.On)),
        _ => this,
    };

    private Initiative With(ImportId import, bool open) =>
        this with { Imports = (Imports ?? ImmutableSortedDictionary.Create<string, bool>(StringComparer.Ordinal)).SetItem(import.ToString(), open) };

    private Initiative With(PeriodStanding standing) =>
        this with { Periods = (Periods ?? ImmutableSortedDictionary.Create<string, PeriodStanding>(StringComparer.Ordinal)).SetItem(standing.Key, standing) };

    private Initiative With(string key, Declaration declaration) => this with { Declared = Declared.SetItem(key, declaration) };

    /// <summary>A strand may start and end several times: <c>strand:cafe</c>, <c>strand:cafe:2</c> and so on.</summary>
    private Initiative WithNext(string key, Declaration declaration)
    {
        var number = 1;
        while (Declared.ContainsKey(Numbered(key, number)))
            number++;
        return With(Numbered(key, number), declaration);
    }

    /// <summary>There are no gaps, because only the last one can be withdrawn: each carries the next.</summary>
    private ImmutableArray<LocalDate> Numbered(string key, EntryId? without)
    {
        var days = ImmutableArray.CreateBuilder<LocalDate>();
        for (var number = 1; Declared.GetValueOrDefault(Numbered(key, number)) is { } declaration; number++)
        {
            if (declaration.Entry != without)
                days.Add(declaration.From!.Value);
        }

        return days.ToImmutable();
    }

    private static string Numbered(string key, int number) => number == 1 ? key : $"{key}:{number}";

    /// <summary>The number of a withdrawn version of a definition stays taken: "version 2" never means two things.</summary>
    private Initiative Withdraw(EntryId entry) => Declared.Where(d => d.Value.Entry == entry && IsVersion(d.Key))
        .Aggregate(Undeclare(entry), (state, version) => state.With(version.Key, version.Value with { Withdrawn = true }));

    /// <summary>Whether the key is that of a revision, <c>indicator:visits:2</c>.</summary>
    private static bool IsVersion(string key) => key.StartsWith("indicator:", StringComparison.Ordinal) && key.Count(c => c == ':') == 2;

    /// <summary>The state without what an entry declares, also without the number that it kept when it was withdrawn.</summary>
    internal Initiative Undeclare(EntryId entry) =>
        this with { Declared = Declared.RemoveRange(Declared.Where(d => d.Value.Entry == entry).Select(d => d.Key)) };
}

/// <summary>A fact that others may refer to.</summary>
/// <param name="Answers">For an instrument: its items and their answers.</param>
/// <param name="Kept">For a merge: the id that is kept.</param>
/// <param name="Multiple">For an instrument: the items that take several answers; null where none does.</param>
/// <param name="Withdrawn">Only the key is still taken.</param>
public sealed record Declaration(
    EntryId Entry, LocalDate? From = null, ImmutableSortedDictionary<string, ImmutableArray<string>>? Answers = null, string? Kept = null,
    ImmutableArray<string>? Multiple = null, bool Withdrawn = false)
{
    public bool TakesSeveral(string item) => Multiple?.Contains(item) == true;
}

/// <summary>When a strand runs: from each start to the first end on or after it, both days included.</summary>
internal sealed record StrandTimes(ImmutableArray<LocalDate> Starts, ImmutableArray<LocalDate> Ends)
{
    public bool IsKnown => !Starts.IsEmpty;

    public bool RanOn(LocalDate day) => Starts.Any(start => start <= day && !Ends.Any(end => start <= end && end < day));

    public StrandTimes With(InitiativeFact fact) => fact switch
    {
        StrandStarted started => this with { Starts = Starts.Add(started.On) },
        StrandEnded ended => this with { Ends = Ends.Add(ended.On) },
        _ => this,
    };

    /// <summary>Null where starts and ends take turns. A start and its end may be one day, an end and the next start may not.</summary>
    /// <param name="on">The day of the fact to be recorded; null where one is to be withdrawn.</param>
    public Refusal? Contradiction(Slug strand, LocalDate? on = null)
    {
        var (running, ran) = (false, false);
        foreach (var (day, ends) in Starts.Select(s => (Day: s, Ends: false)).Concat(Ends.Select(e => (Day: e, Ends: true))).Order())
        {
            if (ends != running)
                return !ends ? Refusals.StrandExists(strand.Value, LocalDatePattern.Iso.Format(day))
                    : ran ? Refusals.StrandNotRunning(strand.Value, LocalDatePattern.Iso.Format(on ?? day))
                    : Refusals.EndsBeforeItBegins();
            (running, ran) = (!running, true);
        }

        return null;
    }
}
