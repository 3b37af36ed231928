using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CaseStudies.Tests.Reference.Drawn;
using CaseStudies.Tests.Reference.Naive;
using NodaTime;

namespace CaseStudies.Tests.Reference;

/// <summary>What the histories contained: agreement on what never occurs proves nothing.</summary>
internal static partial class Coverage
{
    public static readonly string[] Changes =
    [
        "late", "rival", "correction", "withdrawal", "session moved", "session withdrawn", "merge", "pause", "closed and reopened", "empty month",
        "revised definition", "retired definition", "two versions of a survey", "unreadable or broken", "correction by import", "import under way",
        "strand restarted", "one strand left", "wave of two rounds",
        "import undone",
    ];

    public static readonly string[] Features =
    [
        "where", "answer.alone", "who", "over counted", "over ever", "inForce at-end", "inForce during", "heads", "tallies", "pausesExcused",
        "completedBy", "month", "from", "to", "since", "target", "approximately",
        "against baseline", "against year-before", "against strand", "take range", "take mean", "take maximum", "take total",
    ];

    public static readonly string[] Besides =
    [
        "target in its unit", "target in another unit", "target without a unit", "limit not judged yet", "limit judged", "baseline in its unit",
        "baseline in another unit", "achievement told", "achievement blocked",
    ];

    public static readonly string[] Times =
    [
        "so far", "days not begun", "cut-off to come", "from after the period", "year before cut to the same day", "plan about days to come",
    ];

    /// <summary>Notes the nodes and other parts of a definition; those with a value that is neither nought nor empty twice.</summary>
    public static void Note(HashSet<string> covered, JsonNode? node, bool telling)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
                Note(covered, item, telling);
        }

        foreach (var (name, value) in node as JsonObject ?? [])
        {
            var what = name switch
            {
                "op" => $"node {value}",
                "take" or "inForce" or "over" => $"feature {name} {value}",
                "what" => $"feature against {value}",
                _ => $"feature {name}",
            };
            covered.Add(what);
            if (telling)
                covered.Add("told " + what);
            Note(covered, value, telling);
        }
    }

    public static void Note(HashSet<string> covered, IReadOnlyList<Happening> happenings, NaiveLog log)
    {
        foreach (var happening in happenings)
        {
            covered.Add($"kind {happening.Name}");
            var body = JsonNode.Parse(happening.Body)!.AsObject();
            var day = Kinds.Of(happening.Name) is { } kind && Kinds.Day(kind, body) is { } text ? Revision.Date(text) : (LocalDate?)null;
            if (day?.PlusDays(31) < happening.RecordedAt.InUtc().Date)
                covered.Add("change late");
            if (ChangeOf(happening.Name, (string?)body["replacement"]?["kind"]) is { } change)
                covered.Add($"change {change}");
            if (happening.Name == "entry_corrected")
                covered.Add("change correction");
        }

        if (happenings.Any(h => h.Import is not null && h.Name == "entry_corrected"))
            covered.Add("change correction by import");
        if (log.Waiting.Values.Any(w => w.Count > 0))
            covered.Add("change import under way");
        if (happenings.Any(h => h.Name == "import_undone"))
            covered.Add("change import undone");
        if (log.Problems.Count > 0)
            covered.Add("change unreadable or broken");
        if (log.Revisions.Exists(r => r.Kind == "session_held" && r.Closed == "Withdrawn"))
            covered.Add("change session withdrawn");
        if (HasRivals(log, "participants_counted", "session", "scheme", "group", "part")
            || HasRivals(log, "survey_tallied", "version", "wave", "group", "part"))
            covered.Add("change rival");
        if (log.InForce("strand_started").Any(s => log.InForce("strand_ended").Any(e => e.Own("strand") == s.Own("strand") && e.OwnDay < s.OwnDay
            && log.InForce("strand_started").Any(f => f.Own("strand") == s.Own("strand") && f.OwnDay <= e.OwnDay))))
            covered.Add("change strand restarted");
        if (log.InForce("person_left").Any(r => r.Own("strand") is not null))
            covered.Add("change one strand left");
        if (IsOfTwoRounds(log.InForce("survey_tallied")) || IsOfTwoRounds(log.InForce("survey_response_recorded").Where(r => r.Own("person") is not null)))
            covered.Add("change wave of two rounds");
        if (covered.Contains("kind initiative_closed") && covered.Contains("kind initiative_reopened"))
            covered.Add("change closed and reopened");
        if (log.Revisions.Where(r => r.Kind == "survey_response_recorded").Select(r => r.Own("version")).Distinct().Count() > 1)
            covered.Add("change two versions of a survey");
    }

    /// <summary>Notes what stands beside a value, and what may not.</summary>
    public static void Note(HashSet<string> covered, JsonNode definition, NaiveLog log, LocalDate to, NaiveFigure figure)
    {
        if (figure.Target is { } target)
        {
            covered.Add(log.InForce("target_set").Single(r => r.Entry == target.Entry).Own("unit") is null
                ? "beside target without a unit"
                : "beside target in its unit");
            if (target.Comparison is "at-most" or "less-than")
                covered.Add(log.Today <= to ? "beside limit not judged yet" : "beside limit judged");
        }
        else if (figure.Outcome.HasValue && log.InForce("target_set").Any(r => r.Own("target") == (string?)definition["target"] && r.OwnDay <= to))
        {
            covered.Add("beside target in another unit");
        }

        foreach (var baseline in figure.Comparisons.Where(c => c.What == "baseline" && c.Outcome.Standing != Standing.NoData))
            covered.Add(baseline.Outcome.HasValue ? "beside baseline in its unit" : "beside baseline in another unit");
        if ((string)definition["formula"]!["op"]! == "achievement" && log.Problems.Count == 0)
        {
            if (figure.Outcome.HasValue)
                covered.Add("beside achievement told");
            else if (figure.Outcome.Standing == Standing.Blocked)
                covered.Add("beside achievement blocked");
        }
    }

    /// <summary>Notes where the day of the question stands among the days that count.</summary>
    public static void Note(HashSet<string> covered, JsonNode formula, LocalDate? today, NaiveFigure figure)
    {
        if (figure.Days is not { } days)
            return;
        if (days.AreNone)
        {
            covered.Add("time from after the period");
            return;
        }

        var begun = !(today < days.First);
        var reads = NaiveTime.ReadsWhatHappens(formula);
        if (figure.SoFar is not null)
            covered.Add("time so far");
        if (!begun && reads)
            covered.Add("time days not begun");
        if (!begun && !reads && figure.Outcome.HasValue)
            covered.Add("time plan about days to come");
        if (begun && Formulas.CutOffs(formula).Any(c => Revision.Date(c) > today))
            covered.Add("time cut-off to come");
        var (cut, whole) = (days.UpTo(today).AYearBefore, days.AYearBefore);
        if (cut == whole || figure.Comparisons.All(c => c.What != "year-before" || c.Outcome.Standing == Standing.Blocked))
            return;
        covered.Add("time year before cut to the same day");
        if (figure.Trail.Any(t => t.Role.StartsWith("year-before:", StringComparison.Ordinal) && t.Line is { Rule: "OutsideDays", On: { } on }
            && whole.Hold(on) && !cut.Hold(on)))
            covered.Add("told time year before cut to the same day");
    }

    private static string? ChangeOf(string name, string? replaced) => name switch
    {
        "entry_withdrawn" => "withdrawal",
        "entry_corrected" when replaced == "session_held" => "session moved",
        "people_merged" => "merge",
        "strand_paused" or "initiative_paused" or "person_paused" => "pause",
        "month_confirmed_empty" => "empty month",
        "indicator_revised" or "indicator_revised_v2" or "indicator_revised_v3" or "indicator_revised_v4" => "revised definition",
        "indicator_retired" => "retired definition",
        _ => null,
    };

    private static bool HasRivals(NaiveLog log, string kind, params string[] members) =>
        log.InForce(kind).GroupBy(r => string.Join('/', members.Select(r.Own))).Any(g => g.Count() > 1);

    /// <summary>Whether the same wave stands there once more, more than 180 days later.</summary>
    private static bool IsOfTwoRounds(IEnumerable<Revision> answers) =>
        answers.GroupBy(r => (r.Own("version"), r.Own("wave"), r.Own("person"), r.Own("group"), r.Own("part")))
            .Any(g => g.Max(r => r.OwnDay) > g.Min(r => r.OwnDay)!.Value.PlusDays(180));

    /// <summary>What must occur in a twentieth of the histories at least.</summary>
    public static IEnumerable<string> Wanted =>
        DrawnFormulas.Nodes.Select(n => $"node {n}")
            .Concat(Domain.Initiatives.InitiativeEventCatalogue.All.Select(c => $"kind {c.StoredName}"))
            .Concat(Changes.Select(c => $"change {c}")).Concat(Features.Select(f => $"feature {f}"))
            .Concat(Besides.Select(b => $"beside {b}")).Concat(Times.Select(t => $"time {t}"))
            .Concat(Definitions.Select(d => $"definition {d}")).Concat(Rules.Select(r => $"rule {r}"))
            .Concat(Duplicates.Select(d => $"duplicate {d}")).Concat(Closings.Select(c => $"closing {c}"));

    public static string Table(IReadOnlyCollection<Trial> trials)
    {
        var table = new StringBuilder();
        var (figures, values, telling) = (trials.Sum(t => t.Figures), trials.Sum(t => t.WithValue), trials.Sum(t => t.ThatTell));
        table.AppendLine(CultureInfo.InvariantCulture, $"histories: {trials.Count}, that agree: {trials.Count(t => t.Disagreements.Count == 0)}");
        table.AppendLine(CultureInfo.InvariantCulture, $"figures compared: {figures}, with a value: {values}, "
            + $"neither nought nor empty: {telling} ({Percent(telling, values)} of values, {Percent(telling, figures)} of all)");
        table.AppendLine(CultureInfo.InvariantCulture, $"definitions drawn: {trials.Sum(t => t.Tried)}, accepted by the rules: {trials.Sum(t => t.Accepted)}");
        foreach (var what in Wanted.Concat(Rare))
        {
            var told = trials.Count(t => t.Covered.Contains("told " + what));
            var toldText = told > 0 ? $"   with a telling value {Percent(told, trials.Count),8}" : "";
            table.AppendLine(CultureInfo.InvariantCulture, $"{what,-50} {Percent(Histories(trials, what), trials.Count),8}{toldText}");
        }

        return table.ToString();
    }

    public static int Histories(IReadOnlyCollection<Trial> trials, string what) => trials.Count(t => t.Covered.Contains(what));

    private static string Percent(int part, int whole) => string.Create(CultureInfo.InvariantCulture, $"{(whole == 0 ? 0 : 100.0 * part / whole):0.0} %");
}
