using System.Text.Json.Nodes;

namespace CaseStudies.Tests.Reference.Drawn;

/// <summary>Files that come in: what they say waits for their end, while others go on.</summary>
internal sealed partial class DrawnHistory
{
    /// <summary>Others may stand on these, so no import holds one.</summary>
    private static readonly HashSet<string> s_declarations =
    [
        "initiative_opened", "strand_started", "strand_ended", "survey_introduced", "initiative_closed", "initiative_reopened", "people_merged",
        "indicator_adopted", "indicator_revised", "period_marked",
    ];

    private Guid? _import;
    private readonly HashSet<Guid> _broughtBack = [];
    private readonly List<(Guid Entry, string Kind, JsonObject Body)> _said = [];
    private readonly List<(Guid Entry, string Kind, JsonObject Body)> _held = [];

    private (Guid Import, List<(Guid Entry, string Kind, JsonObject Body)> Said, List<(Guid Entry, string Kind, JsonObject Body)> Held)? _completed;

    private bool GoesIntoImport(string kind) => _import is not null && !s_declarations.Contains(kind) && _chance.Happens(0.6);

    /// <summary>Begins an import now and then, and ends the one that is under way.</summary>
    private bool ImportStep()
    {
        if (_import is null && UndoStep())
            return true;
        if (_import is null)
        {
            if (!_chance.Happens(0.04))
                return false;
            _import = _chance.Guid();
            Append("import_begun", new() { ["import"] = $"{_import}", ["file"] = $"{_chance.Guid():n}{_chance.Guid():n}" }, _chance.Guid());
            return true;
        }

        if (!_chance.Happens(0.16))
            return false;
        if (_chance.Happens(0.6))
        {
            Append("import_completed", new() { ["import"] = $"{_import}" }, _chance.Guid());
            _live.AddRange(_said);
            _completed = (_import.Value, [.. _said], [.. _held]);
        }
        else
        {
            Append("import_abandoned", new() { ["import"] = $"{_import}", ["reason"] = new JsonObject { ["code"] = "wrong-date" } }, _chance.Guid());
            _live.AddRange(_held);
        }

        _import = null;
        _said.Clear();
        _held.Clear();
        return true;
    }

    /// <summary>Now and then the last import is undone, unless somebody has changed or brought back what it said. Withdrawing it is no obstacle.</summary>
    private bool UndoStep()
    {
        if (_completed is not var (import, said, held) || !_chance.Happens(0.1))
            return false;
        _completed = null;
        var opened = said.Where(s => !held.Exists(h => h.Entry == s.Entry)).ToList();
        if (said.Exists(s => _broughtBack.Contains(s.Entry)
            || (opened.Contains(s) ? _live.Exists(l => l.Entry == s.Entry && l != s) : !_live.Contains(s))))
            return false;
        Append("import_undone", new() { ["import"] = $"{import}", ["reason"] = new JsonObject { ["code"] = "entered-by-mistake" } }, _chance.Guid());
        _live.RemoveAll(l => said.Contains(l));
        _withdrawn.RemoveAll(w => said.Exists(s => s.Entry == w.Entry)); // nobody brings them back
        _live.AddRange(held);
        return true;
    }
}
