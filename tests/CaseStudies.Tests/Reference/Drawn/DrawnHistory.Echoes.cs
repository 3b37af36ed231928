using System.Text.Json.Nodes;

namespace CaseStudies.Tests.Reference.Drawn;

/// <summary>Something about what is there already: a rival, a second visit, a leaving on the day of entering, a cancellation, another version.</summary>
internal sealed partial class DrawnHistory
{
    /// <summary>What is likely to be said next about the same, and in which members it is the same.</summary>
    private static readonly Dictionary<string, (string Kind, string[] Same)[]> s_echoes = new()
    {
        ["participants_counted"] = [("participants_counted", ["session", "scheme", "group", "unit", "part"]), ("person_attended", ["session"])],
        ["survey_tallied"] = [("survey_tallied", ["instrument", "version", "wave", "group", "part"])],
        ["strand_ended"] = [("strand_started", ["strand"])],
        ["target_set"] = [("target_set", ["target", "on"])],
        ["baseline_recorded"] = [("baseline_recorded", ["baseline", "on"])],
        ["people_merged"] = [("people_merged", ["merged"])],
        ["person_attended"] = [("person_attended", ["person", "session"])],
        ["person_enrolled"] = [("person_left", ["person", "on"]), ("stage_reached", ["person"])],
        ["session_planned"] = [("session_cancelled", ["strand", "on"]), ("session_cancelled", ["strand", "on"]), ("session_planned", ["strand", "on"])],
        ["session_cancelled"] = [("session_cancelled", ["strand", "on"]), ("session_planned", ["strand", "on"])],
        ["indicator_adopted"] = [("indicator_revised", ["indicator"])],
        ["indicator_revised"] = [("indicator_revised", ["indicator"])],
        ["indicator_retired"] = [("indicator_retired", ["indicator"])],
    };

    private void Confirm() => Record("entries_confirmed", body => body["entries"] = new JsonArray(_chance.One(_live).Entry.ToString()));

    private void Echo()
    {
        if (_live.Where(l => s_echoes.ContainsKey(l.Kind)).ToList() is not { Count: > 0 } possible)
            return;
        var (_, kind, first) = _chance.One(possible);
        var (echo, same) = _chance.One(s_echoes[kind]);
        Record(echo, body =>
        {
            foreach (var member in same)
            {
                body.Remove(member);
                if (first[member] is { } value)
                    body[member] = value.DeepClone();
            }

            if (kind == "people_merged")
                body["kept"] = _people[_chance.Below(Array.IndexOf(_people, (string)body["merged"]!))];
        });
    }
}
