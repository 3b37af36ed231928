using System.Collections.Immutable;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Indicators;

/// <summary>What definitions can look at when they are computed for a period: kinds of fact, and the days on which these count.</summary>
/// <remarks>
/// It may see what changes nothing, but it never misses a change that alters a figure. So nothing is computed for the many changes that it does not see.
/// Definitions change rarely, and are always seen. A formula that learns to look at something else must say so here.
/// </remarks>
public sealed class Sight
{
    private static readonly Days s_always = new(null, LocalDate.MaxIsoValue);

    /// <summary>When a strand runs. These are rare, and some are looked at whatever their day.</summary>
    private static readonly ImmutableArray<string> s_run =
    [
        "strand_started", "strand_ended", "strand_paused", "initiative_paused", "initiative_closed", "initiative_reopened", "month_confirmed_empty",
    ];

    /// <summary>What things are called; a list shows names. See <see cref="Terms"/>.</summary>
    private static readonly ImmutableArray<string> s_names =
        ["strand_started", "strand_renamed", "partner_contacted", "partner_linked", "survey_introduced", "term_defined"];

    private readonly Dictionary<string, HashSet<Look>> _looks = new(StringComparer.Ordinal);

    private Sight()
    {
        // The time zone decides which day it is, and one person may be two.
        See("initiative_opened", s_always);
        See("people_merged", s_always);
        // Entries that were told apart are no likely duplicates any more, which every figure that counts them says.
        See("entries_told_apart", s_always);
        // A revision may govern the days before an adoption, and these are told beside each other.
        See("indicator_adopted", s_always);
        See("indicator_revised", s_always);
        See("indicator_retired", s_always);
    }

    /// <param name="Opens">Before this day it is not looked at; null where it always is.</param>
    private readonly record struct Look(Days Days, LocalDate? Opens);

    /// <summary>What all versions of the definition can look at that govern a part of the period: a figure tells the values by each of them.</summary>
    public static Sight FromHistory(DefinitionHistory history, Period period)
    {
        ArgumentNullException.ThrowIfNull(history);
        return FromDefinitions(history.Within(period).Select(v => v.Definition), period);
    }

    public static Sight FromDefinitions(IEnumerable<Indicator> definitions, Period period)
    {
        ArgumentNullException.ThrowIfNull(definitions);
        ArgumentNullException.ThrowIfNull(period);
        var sight = new Sight();
        foreach (var definition in definitions)
            sight.See(definition, period);
        return sight;
    }

    /// <summary>Whether the change may alter a figure.</summary>
    /// <param name="at">When it was recorded, which is the time of the question.</param>
    public bool Sees(LoggedChange change, Instant at)
    {
        ArgumentNullException.ThrowIfNull(change);
        // No time zone is more than a day ahead.
        var today = at.InUtc().Date.PlusDays(1);
        return change.What == ChangeKind.Unreadable || Sees(change.Before, change.OnBefore, today) || Sees(change.After, change.OnAfter, today);
    }

    private bool Sees(InitiativeFact? fact, LocalDate? on, LocalDate today) =>
        fact is not null && _looks.TryGetValue(InitiativeEventCatalogue.KindOf(fact), out var looks)
        && looks.Any(l => !(today < l.Opens) && (on is not { } day || l.Days.Contain(day)));

    private void See(Indicator definition, Period period)
    {
        var days = s_always;
        if (definition.When?.Since is { } since)
            See(since, s_always);
        else
            days = Days.Resolve(definition.When, period);
        See(definition.Formula, days);
        if (definition.Target is not null)
            See("target_set", Until(period.To));
        foreach (var against in definition.Against ?? [])
        {
            if (against.What == AgainstWhat.Baseline)
                See("baseline_recorded", Until(days.To));
            else if (against.What == AgainstWhat.YearBefore)
                See(definition.Formula, days.YearBefore());
        }
    }

    private void See(Formula formula, Days days)
    {
        switch (formula)
        {
            case Latest latest:
                See(latest.Of, Until(days.To));
                break;
            case Cohort cohort:
                See(cohort, days);
                break;
            case PairedChange change:
                See(change.Of, Until(days.To));
                See("survey_introduced", s_always); // the points of the answers
                break;
            case Score score:
                foreach (var selection in score.Selections().Concat(score.Beside()))
                    See(selection, days);
                See("survey_introduced", s_always);
                break;
            case Share share:
                foreach (var selection in share.Selections().Concat(share.Beside()))
                    See(selection, days);
                See("survey_introduced", s_always); // whether the item takes several answers
                break;
            case Sum { Of.Kind: "session_planned" } places:
                See(places.Of, days);
                See("session_cancelled", days);
                // A plan that names a session in force was not cancelled, whichever day that session has.
                See("session_held", s_always);
                break;
            case Running or PerMonth or PerWeek:
                foreach (var kind in s_run)
                    See(kind, s_always);
                // Sessions beside the days counted tell whether a month or week was empty.
                See("session_held", Whole(days));
                break;
            default:
                foreach (var selection in formula.Selections().Concat(formula.Beside()))
                    See(selection, selection.Kind == "target_set" ? Until(days.To) : days);
                break;
        }

        if (formula is Listed)
        {
            foreach (var kind in s_names)
                See(kind, s_always);
        }

        foreach (var within in formula.Within())
            See(within, days);
    }

    /// <summary>Nothing is decided before the cut-off.</summary>
    private void See(Cohort cohort, Days days)
    {
        See(cohort.Enters, days, cohort.CutOff);
        See(cohort.Visits, Until(cohort.CutOff), cohort.CutOff);
        See("person_left", Until(cohort.CutOff), cohort.CutOff);
        if (cohort.CompletedBy is { } completed)
            See(completed, Until(cohort.CutOff), cohort.CutOff);
        if (cohort.PausesExcused)
            See("person_paused", s_always, cohort.CutOff);
    }

    private void See(Selection selection, Days days, LocalDate? opens = null)
    {
        See(selection.Kind, selection.InForce is null ? days : Until(days.To), opens);
        foreach (var ending in selection.InForce is null ? [] : States.EndingsOf(selection.Kind))
            See(ending, Until(days.To), opens);
        if (selection.Who is { } who)
            See(who.Of, who.Over == MembershipDays.Ever ? Until(days.To) : days, opens);
    }

    private void See(string kind, Days days, LocalDate? opens = null)
    {
        Add(kind, new(days, opens));
        if (!SelectionRules.OfSession(kind))
            return;
        // Its session gives an entry its day, strand, venue and kind. Equal headcounts make sessions likely duplicates.
        Add("session_held", new(days, opens));
        Add("participants_counted", new(days, opens));
    }

    private void Add(string kind, Look look)
    {
        if (!_looks.TryGetValue(kind, out var looks))
            _looks.Add(kind, looks = []);
        looks.Add(look);
    }

    private static Days Until(LocalDate to) => new(null, to);

    /// <summary>These days with the rest of the first and last week and month.</summary>
    private static Days Whole(Days days) => days.To.Year >= LocalDate.MaxIsoValue.Year ? days : new(
        days.From is { } from ? LocalDate.Min(from.With(DateAdjusters.StartOfMonth), from.With(DateAdjusters.PreviousOrSame(IsoDayOfWeek.Monday))) : null,
        LocalDate.Max(days.To.With(DateAdjusters.EndOfMonth), days.To.With(DateAdjusters.NextOrSame(IsoDayOfWeek.Sunday))));
}
