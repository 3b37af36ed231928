using System.Text.Json.Nodes;

namespace CaseStudies.Tests.Reference.Naive;

/// <summary>Shares of answers, and changes of scores.</summary>
internal sealed partial class NaiveMeasures
{
    private Outcome Share(JsonNode formula, Days days, string role)
    {
        var within = role == "value" ? "" : role + ":";
        var item = (string)formula["item"]!;
        var admitted = formula["answers"]!.AsArray().Select(a => (string)a!).ToHashSet();
        var lines = Select(formula["of"]!, days);
        if (formula["tallies"] is { } tallies)
            lines.AddRange(Select(tallies, days));
        foreach (var line in lines.Where(l => l.Counted))
        {
            if (line.Of.Kind == "survey_tallied" && line.Of.Body["tallies"]![item] is JsonObject answers)
                line.Contribution = TakesSeveral(line.Of, item) ? Fraction.Read(line.Of.Own("respondents")!)
                    : Fraction.Sum(answers.Select(a => (Fraction)(int)a.Value!));
            else if (line.Of.Kind != "survey_tallied" && line.Of.Body["answers"]![item] is not null)
                line.Contribution = 1;
            else
                line.LeaveOut("NotAnswered");
        }

        Note(within + "denominator", lines);
        var answered = lines.Where(l => l.Counted).Select(l => l.Of).ToList();
        RefuseMixture(answered);

        var numerator = answered.Select(r => new Line(r, log.DayOf(r))).ToList();
        Fraction more = 0;
        foreach (var line in numerator)
        {
            if (line.Of.Kind == "survey_tallied")
            {
                var given = line.Of.Body["tallies"]![item]!.AsObject().Where(a => admitted.Contains(a.Key)).Select(a => (Fraction)(int)a.Value!).ToList();
                line.Contribution = Fraction.Sum(given);
                if (TakesSeveral(line.Of, item))
                {
                    var (most, all) = (given.Append((Fraction)0).Max(), Fraction.Read(line.Of.Own("respondents")!));
                    more += (Fraction.Sum(given) < all ? Fraction.Sum(given) : all) - most;
                    line.Contribution = most;
                }
            }
            else if (admitted.Contains((string)line.Of.Body["answers"]![item]!))
                line.Contribution = 1;
            else
                line.LeaveOut("OtherAnswer");
        }

        Note(within + "numerator", numerator);
        if (formula["tallies"] is null)
            NoteOnPaper(formula["of"]!, days, within);
        var asked = Fraction.Sum(lines.Where(l => l.Counted).Select(l => l.Contribution));
        var met = Fraction.Sum(numerator.Where(l => l.Counted).Select(l => l.Contribution));
        return asked == 0 ? Outcome.NoData : Outcome.Of(met / asked, (met + more) / asked);
    }

    /// <summary>Of several answers of one person only a range is known: at least those of the most frequent one, at most all of them together.</summary>
    private bool TakesSeveral(Revision tally, string item) => Instrument(tally)?.Body["items"]!.AsArray()
        .Any(i => (string)i!["item"]! == item && (bool?)i["multiple"] == true) == true;

    /// <summary>What was tallied of the same survey, where the definition does not read it.</summary>
    private void NoteOnPaper(JsonNode responses, Days days, string within)
    {
        var conditions = (responses["where"]?.AsObject() ?? []).Where(c => c.Key is "instrument" or "version" or "wave" or "group");
        var onPaper = new JsonObject
        {
            ["kind"] = "survey_tallied", ["where"] = new JsonObject(conditions.Select(c => KeyValuePair.Create(c.Key, c.Value?.DeepClone()))),
        };
        var lines = Select(onPaper, days).Where(l => l.Counted).ToList();
        lines.ForEach(l => l.LeaveOut("OnPaper"));
        Note(within + "tallies", lines);
    }

    private void RefuseMixture(List<Revision> answered)
    {
        var people = answered.Where(r => r.Kind != "survey_tallied").Select(r => log.Dimension(r, "person")).Where(p => p is not null).ToList();
        if (people.Distinct().Count() < people.Count)
            throw new BlockedException("a person answered twice");
        if (Rivals(answered.Where(r => r.Kind == "survey_tallied")).Exists(g => g.Count > 1))
            throw new BlockedException("tallies contradict each other");
    }

    private Outcome PairedChange(JsonNode formula, Days days, string role)
    {
        var (before, after, what) = ((string)formula["before"]!, (string)formula["after"]!, (string)formula["as"]!);
        var items = formula["items"]!.AsArray().Select(i => (string)i!).ToList();
        var lines = Select(formula["of"]!, days.Opened);
        foreach (var line in lines.Where(l => l.Counted))
        {
            line.Key = log.Dimension(line.Of, "person");
            if (line.Key is null)
                line.LeaveOut("OtherValue", "person");
            else if (line.Of.Own("wave") != before && line.Of.Own("wave") != after)
                line.LeaveOut("OtherValue", "wave");
        }

        var changes = new List<Fraction>();
        foreach (var person in lines.Where(l => l.Counted).GroupBy(l => l.Key).Select(g => g.ToList()).ToList())
        {
            // The one after lies in the days; the one before too, or else it is the last one earlier.
            var second = Only(person.Where(l => l.Of.Own("wave") == after && days.Hold(l.On!.Value)));
            var firsts = person.Where(l => l.Of.Own("wave") == before && (second is null || l.On <= second.On)).ToList();
            var inDays = firsts.Where(l => days.Hold(l.On!.Value)).ToList();
            var pair = new List<Line>();
            if (second is not null && Only(inDays.Count > 0 ? inDays : firsts.Where(l => l.On == firsts.Max(f => f.On))) is { } first)
                pair = [first, second];
            foreach (var line in person.Except(pair))
            {
                if (line.Of.Own("wave") == before && second is not null && line.On > second.On)
                    line.LeaveOut("AfterCameFirst");
                else if (!days.Hold(line.On!.Value))
                    line.LeaveOut("OutsideDays");
                else if (line == second && person.Exists(l => l.Of.Own("wave") == before && l.On > second.On))
                    line.LeaveOut("AfterCameFirst");
                else
                    line.LeaveOut("NotPaired");
            }

            if (pair is not [var was, var now])
                continue;
            if (was.Of.Own("version") != now.Of.Own("version"))
                pair.ForEach(l => l.LeaveOut("OtherVersion"));
            else if (Score(was.Of, items) is { } from && Score(now.Of, items) is { } to)
            {
                changes.Add(to - from);
                now.Contribution = what == "mean" ? to - from : IsChange(to - from, what) ? 1 : 0;
            }
            else
                pair.ForEach(l => l.LeaveOut("NotScored"));
        }

        Note(role, lines);
        return changes.Count == 0 ? Outcome.NoData
            : Outcome.Of(what == "mean" ? Fraction.Sum(changes) / changes.Count : changes.Count(c => IsChange(c, what)));
    }

    private static Line? Only(IEnumerable<Line> lines) => lines.ToList() switch
    {
        [] => null,
        [var one] => one,
        _ => throw new BlockedException("a person answered a wave twice"),
    };

    private Outcome Scores(JsonNode formula, Days days, string role)
    {
        var items = formula["items"]!.AsArray().Select(i => (string)i!).ToList();
        var lines = Select(formula["of"]!, days);
        var people = lines.Where(l => l.Counted).Select(l => log.Dimension(l.Of, "person")).Where(p => p is not null).ToList();
        if (people.Distinct().Count() < people.Count)
            throw new BlockedException("a person answered twice");
        var (lowest, highest) = ((int?)formula["atLeast"] ?? int.MinValue, (int?)formula["atMost"] ?? int.MaxValue);
        foreach (var line in lines.Where(l => l.Counted))
        {
            if (Score(line.Of, items) is not { } reached)
                line.LeaveOut("NotScored");
            else if ((string)formula["as"]! == "mean")
                line.Contribution = reached;
            else
                line.Contribution = reached < lowest || reached > highest ? 0 : 1;
        }

        Note(role, lines);
        NoteOnPaper(formula["of"]!, days, role == "value" ? "" : role + ":");
        var scored = lines.Where(l => l.Counted).ToList();
        return scored.Count == 0 ? Outcome.NoData : Outcome.Of(Fraction.Sum(scored.Select(l => l.Contribution)) / scored.Count);
    }

    private static bool IsChange(Fraction change, string what) => what switch
    {
        "risen" => change > 0,
        "fallen" => change < 0,
        _ => change == 0,
    };

    private Revision? Instrument(Revision said) => log.InForce("survey_introduced").FirstOrDefault(
        r => r.Own("instrument") == said.Own("instrument") && r.Own("version") == said.Own("version"));

    /// <summary>Null: an item was not answered, or its answer has no score in that version.</summary>
    private Fraction? Score(Revision response, List<string> items)
    {
        var instrument = Instrument(response);
        Fraction score = 0;
        foreach (var item in items)
        {
            var question = instrument?.Body["items"]!.AsArray().FirstOrDefault(i => (string)i!["item"]! == item);
            var answer = question?["answers"]!.AsArray().FirstOrDefault(a => (string)a!["answer"]! == (string?)response.Body["answers"]![item]);
            if (answer?["score"] is not { } points)
                return null;
            score += (int)points;
        }

        return score;
    }
}
