using System.Text.Json.Nodes;

namespace CaseStudies.Tests.Reference.Drawn;

/// <summary>What two people may have recorded of one happening, and what somebody says who looks at it.</summary>
internal sealed partial class DrawnHistory
{
    private static readonly string[] s_repeated =
    [
        "session_held", "session_held", "activity_logged", "activity_logged", "quantity_observed", "session_planned", "participants_counted",
        "participants_counted",
    ];

    /// <summary>An activity has a start and an end, or else hours.</summary>
    private static readonly string[] s_times = ["start", "end", "hours"];

    /// <summary>Entries that say the same, or almost.</summary>
    private readonly List<List<Guid>> _alike = [];

    private void Repeat()
    {
        var kind = _chance.One(s_repeated);
        if (!_live.Exists(l => l.Kind == kind))
            Record(kind, _ => { });
        if (!_live.Exists(l => l.Kind == kind))
            return;
        var (entry, _, first) = _chance.One(_live.Where(l => l.Kind == kind).ToList());
        if (kind == "participants_counted")
            AddUp(first);
        else if (Record(kind, body => Take(body, first)) is { } again)
            Remember(entry, again, kind, first);
    }

    /// <summary>All that was said first, but for one member now and then. A second session has an id of its own.</summary>
    private void Take(JsonObject body, JsonObject first)
    {
        var other = body.DeepClone();
        var members = body.Select(m => m.Key).Union(first.Select(m => m.Key)).Except(["session"]).ToList();
        foreach (var member in members)
            Set(body, member, first[member]);
        if (!_chance.Happens(0.3))
            return;
        var changed = _chance.One(members);
        foreach (var member in s_times.Contains(changed) ? s_times : [changed])
            Set(body, member, other[member]);
    }

    private static void Set(JsonObject body, string member, JsonNode? value)
    {
        body.Remove(member);
        if (value is not null)
            body[member] = value.DeepClone();
    }

    private void Remember(Guid entry, Guid again, string kind, JsonObject first)
    {
        if (_alike.Find(a => a.Contains(entry)) is { } more)
            _alike.Add([.. more, again]);
        else
            _alike.Add([entry, again]);
        if (kind != "session_held" || _live.Find(l => l.Entry == again) is not { Body: { } second })
            return;
        foreach (var (_, said, counted) in _live.Where(l => (string?)l.Body["session"] == (string?)first["session"]).ToList())
        {
            if (said is not ("participants_counted" or "person_attended") || !_chance.Happens(0.8))
                continue;
            Record(said, body =>
            {
                foreach (var member in body.Select(m => m.Key).Union(counted.Select(m => m.Key)).ToList())
                    Set(body, member, counted[member]);
                body["session"] = second["session"]!.DeepClone();
                if (said == "participants_counted" && _chance.Happens(0.15))
                    body["count"] = (int)body["count"]! + 1;
            });
        }
    }

    /// <summary>The groups that are missing at a session, the last of them as large as all others.</summary>
    private void AddUp(JsonObject of)
    {
        List<JsonObject> Counted() => [.. _live.Where(l => l.Kind == "participants_counted" && IsBeside(l.Body)).Select(l => l.Body)];
        bool IsBeside(JsonObject other) => ((string[])["session", "scheme", "unit"]).All(m => (string?)other[m] == (string?)of[m]);

        var missing = Vocabulary.Values["group"].Except(Counted().Select(c => (string)c["group"]!)).ToList();
        foreach (var group in missing)
        {
            Record("participants_counted", body =>
            {
                foreach (var member in (string[])["session", "scheme", "unit"])
                    Set(body, member, of[member]);
                body["group"] = group;
                if (group == missing[^1])
                    body["count"] = Counted().Sum(c => (int)c["count"]!);
                if (_chance.Happens(0.8))
                    body.Remove("part");
            });
        }
    }

    /// <summary>Entries of one kind, mostly some that are alike, are said to be happenings of their own; sometimes not all of them.</summary>
    private void TellApart()
    {
        var alike = _alike.Select(a => a.Where(e => _live.Exists(l => l.Entry == e)).ToList()).Where(a => a.Count > 1).ToList();
        var one = _chance.One(_live);
        var others = _live.Where(l => l.Kind == one.Kind && l.Entry != one.Entry).Select(l => l.Entry).ToList();
        var apart = alike.Count > 0 && _chance.Happens(0.7) ? _chance.One(alike)
            : others.Count > 0 ? _chance.Happens(0.5) ? [one.Entry, .. others] : [one.Entry, _chance.One(others)]
            : [];
        // Somebody speaks of two at a time.
        var said = apart.Count == 3 && _chance.Happens(0.5)
            ? [[apart[0], apart[1]], [apart[1], apart[2]], [apart[0], apart[2]]]
            : apart.Count > 0 ? [apart] : Array.Empty<List<Guid>>();
        foreach (var entries in said)
            Record("entries_told_apart", body => body["entries"] = new JsonArray([.. entries.Select(e => JsonValue.Create($"{e}"))]));
    }
}
