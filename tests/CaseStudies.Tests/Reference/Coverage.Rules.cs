using System.Text.Json.Nodes;
using CaseStudies.Tests.Reference.Naive;

namespace CaseStudies.Tests.Reference;

/// <content>Rules that few figures meet by themselves.</content>
internal static partial class Coverage
{
    public static readonly string[] Definitions =
    [
        "changed within the period", "adopted within the period or later", "retired within the period",
        "asked by another version", "with another value by another version", "revised before the adoption", "revised after the period",
        "revised in another order",
    ];

    public static readonly string[] Rules =
    [
        "hours over midnight", "sum from start to end", "sum over midnight", "plan cancelled", "unclear which plan was cancelled",
        "plan held on the day of a cancellation", "two plans on one day", "share and answers on paper", "score and answers on paper", "somebody completed",
        "share of several answers", "people on top of heads",
    ];

    /// <summary>These only have to occur.</summary>
    public static readonly string[] Rare =
    [
        "rule tallies of two rounds", "rule people or heads", "rule left a strand", "rule answers of which several are admitted",
        "duplicate counted once", "closing a second time",
        "definition with three versions in the period", "definition retired on the first day", "definition retired twice",
        "rule session over midnight", "rule activity over midnight", "rule answers on paper behind a role", "rule completed without a visit",
        "rule completed: AfterCutOff", "rule completed: BeforeEntering", "rule completed: NotEntered", "rule completed: OtherValue",
    ];

    /// <summary>Notes how an indicator changed in time.</summary>
    public static void Note(HashSet<string> covered, NaiveDefinitions definitions, Days period)
    {
        void Add(string what, bool occurs) => covered.UnionWith(occurs ? ["definition " + what] : []);

        var (from, to) = (period.First!.Value, period.Last);
        var (versions, beside) = (definitions.Versions, definitions.Beside(definitions.Governing(to), period).Count);
        if (definitions.IsInPeriodsFrom(from))
        {
            Add("changed within the period", beside > 0);
            Add("with three versions in the period", beside > 1);
            Add("adopted within the period or later", definitions.AdoptedOn > from);
            Add("retired within the period", definitions.RetiredOn <= to);
        }

        Add("asked by another version", versions.Count > 1);
        Add("revised before the adoption", versions.Exists(v => v.From < definitions.AdoptedOn));
        Add("revised after the period", versions.Exists(v => v.Number > 1 && v.From > to));
        Add("revised in another order", versions.Exists(v => v.Number > 1 && versions.Exists(w => w.Number > v.Number && w.From < v.From)));
        Add("retired on the first day", definitions.RetiredOn == from);
        Add("retired twice", definitions.Retirements.Count > 1);
    }

    /// <summary>Notes what the lines of one figure say of times, plans, tallies and completion.</summary>
    public static void NoteRules(HashSet<string> covered, JsonNode definition, NaiveLog log, NaiveFigure figure)
    {
        void Add(string what, bool occurs) => covered.UnionWith(occurs ? ["rule " + what] : []);

        var (nodes, quantities) = (Formulas.Nodes(definition), Formulas.Quantities(definition).ToList());
        var counted = figure.Trail.Where(t => t.Line.Counted).Select(t => t.Line).ToList();
        var (inHours, inSum) = (nodes.Contains("hours"), quantities.Contains("hours"));
        var timed = counted.Where(l => inHours != inSum && NaiveMeasures.HoursFromTimes(l.Of) is { } hours && l.Contribution == hours).ToList();
        var nights = timed.Where(l => NaiveMeasures.IsOverMidnight(l.Of)).ToList();
        Add("hours over midnight", inHours && nights.Count > 0);
        Add("sum over midnight", inSum && nights.Count > 0);
        Add("sum from start to end", inSum && timed.Exists(l => l.Of.Own("hours") is null));
        Add("session over midnight", nights.Exists(l => l.Of.Kind == "session_held"));
        Add("activity over midnight", nights.Exists(l => l.Of.Kind == "activity_logged"));

        var plans = figure.Trail.Select(t => t.Line).Where(l => l.Of.Kind == "session_planned" && (l.Counted || l.Rule == "Cancelled")).ToList();
        Add("plan cancelled", plans.Exists(l => !l.Counted));
        Add("unclear which plan was cancelled", figure.Why == NaiveMeasures.WhichCancelled);
        Add("plan held on the day of a cancellation", quantities.Contains("capacity") && plans.Exists(l => l.Counted
            && log.InForce("session_cancelled").Any(c => NaiveMeasures.IsOfSameDay(c, l.Of))));
        Add("two plans on one day", quantities.Contains("capacity")
            && plans.Exists(l => plans.Exists(m => m.Of.Entry != l.Of.Entry && NaiveMeasures.IsOfSameDay(m.Of, l.Of))));

        var onPaper = figure.Trail.Where(t => t.Line.Rule == "OnPaper").ToList();
        var (ofShare, ofScore) = (nodes.Contains("share"), nodes.Contains("score"));
        Add("share and answers on paper", onPaper.Count > 0 && ofShare && !ofScore);
        Add("score and answers on paper", onPaper.Count > 0 && ofScore && !ofShare);
        Add("answers on paper behind a role", onPaper.Exists(t => t.Role != "tallies"));

        Add("share of several answers", figure.Outcome.HasValue && nodes is ["share"] && counted.Exists(
            l => l.Of.Kind == "survey_tallied" && $"{l.Contribution}" == l.Of.Own("respondents")));
        Add("answers of which several are admitted", figure.Outcome.HasValue && figure.Outcome.Low < figure.Outcome.High && nodes is ["share"]);
        Add("tallies of two rounds", figure.Outcome.HasValue && IsOfTwoRounds(counted.Select(l => l.Of).Where(r => r.Kind == "survey_tallied")));
        Add("people on top of heads", figure.Trail.Any(t => t.Role == "named"));
        Add("people or heads", figure.Trail.Any(t => t.Role == "heads" && t.Line.Counted && t.Line.Of.Own("overlap") is not null));
        Add("left a strand", figure.Trail.Any(t => t.Line.Rule == "HasLeft"
            && log.InForce("person_left").All(r => r.Own("strand") is not null || log.Dimension(r, "person") != t.Line.Key)));

        var completed = figure.Trail.Where(t => t.Role == "completed").Select(t => t.Line).ToList();
        Add("somebody completed", completed.Exists(l => l.Counted));
        Add("completed without a visit", completed.Exists(l => l.Counted && !figure.Trail.Any(t => t.Role == "continuing" && t.Line.Key == l.Key)));
        foreach (var rule in completed.Where(l => !l.Counted).Select(l => l.Rule))
            Add($"completed: {rule}", true);
    }
}
