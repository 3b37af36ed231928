using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Tests.Reference.Drawn;

namespace CaseStudies.Tests.Orders;

/// <content>What a device does next, on what it knows: its own entries, and those that the office had recorded before.</content>
internal sealed partial class DrawnDay
{
    private void Step(List<Known> own)
    {
        var (what, target) = (_chance.Below(100), _chance.Happens(0.3) ? _shared : own);
        if (what < 52 || target.Count == 0)
            Record(own, Kind());
        else if (what < 62)
            Echo(own);
        else if (what < 72)
            Change(target, own, several: false);
        else if (what < 80)
            Change(target, own, several: true);
        else if (what < 90)
            Withdraw(target, own);
        else
            Undo(target, own);
    }

    /// <summary>About what another device tells of too: a rival count, a second visit, the same session recorded twice.</summary>
    private void Echo(List<Known> own)
    {
        var (kind, body) = _chance.One(_recorded);
        if (kind is "initiative_opened" or "strand_started" or "survey_introduced")
            return;
        string[] same = kind switch
        {
            "session_held" => ["session", "strand", "on"],
            "participants_counted" => ["session", "scheme", "group", "unit", "part"],
            "survey_tallied" => ["instrument", "version", "wave", "group", "part"],
            "people_merged" => ["merged", "kept"],
            "person_attended" => ["person", "session"],
            _ => ["person", "on"],
        };
        Record(own, kind, copy =>
        {
            foreach (var member in same.Where(body.ContainsKey))
                copy[member] = body[member]!.DeepClone();
        });
    }

    private void Change(List<Known> target, List<Known> own, bool several)
    {
        var command = new CommandId(_chance.Guid());
        var chosen = Chosen(target, several ? _chance.From(1, 3) : 1);
        List<(Known Old, JsonObject? New)> changes = [.. chosen.Select(k => (k, several && _chance.Happens(0.3) && Withdrawable(k) ? null : Replacement(k)))];
        if (!several)
            Commands.Add(new CorrectEntry(command, changes[0].Old.Entry, Fact(changes[0].Old.Kind, changes[0].New!), s_reason, Basis: changes[0].Old.By));
        else
            Commands.Add(new ChangeEntries(command,
                [.. changes.Select(c => new EntryChange(c.Old.Entry, c.New is { } body ? Fact(c.Old.Kind, body) : null, Basis: c.Old.By))], s_reason));
        foreach (var (old, body) in changes)
            Learn(target, own, old, body is null ? null : old with { Body = body, By = command });
    }

    private void Withdraw(List<Known> target, List<Known> own)
    {
        var old = _chance.One(target);
        if (!Withdrawable(old))
            return;
        Commands.Add(new WithdrawEntry(new(_chance.Guid()), old.Entry, s_reason, Basis: old.By));
        Learn(target, own, old, null);
    }

    /// <summary>Takes back what made an entry what it is; the device then leaves alone whatever the act had touched.</summary>
    private void Undo(List<Known> target, List<Known> own)
    {
        var act = _chance.One(target).By;
        var command = new CommandId(_chance.Guid());
        Commands.Add(new UndoAct(command, act, s_reason));
        foreach (var touched in target.Where(k => k.By == act).ToList())
            Learn(target, own, touched, null);
        // Sometimes it thinks better of that too.
        if (_chance.Happens(0.2))
            Commands.Add(new UndoAct(new(_chance.Guid()), command, s_reason));
    }

    private List<Known> Chosen(List<Known> target, int most) => [.. Enumerable.Range(0, most).Select(_ => _chance.One(target)).DistinctBy(k => k.Entry)];

    private static bool Withdrawable(Known known) => known.Kind != "initiative_opened";

    private JsonObject Replacement(Known known)
    {
        var body = Body(known.Kind);
        if (known.Kind == "session_held")
            _sessions.RemoveAt(_sessions.Count - 1);
        foreach (var kept in Themes.Kept(known.Kind))
            body[kept] = known.Body[kept]!.DeepClone();
        if (known.Kind == "people_merged")
            body["kept"] = Vocabulary.People[0];
        return body;
    }

    /// <summary>What the office knows stays as it was: each device goes on from there by itself, so that two may change the same.</summary>
    private static void Learn(List<Known> target, List<Known> own, Known old, Known? now)
    {
        if (target == own)
            own.Remove(old);
        if (now is not null)
            own.Add(now);
    }
}
