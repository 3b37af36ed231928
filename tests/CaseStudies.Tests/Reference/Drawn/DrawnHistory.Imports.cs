using System.Text.Json.Nodes;

namespace CaseStudies.Tests.Reference.Drawn;

/// <summary>Files that come in: what they say waits for their end, while others go on.</summary>
internal sealed partial class DrawnHistory
{
    /// <summary>Others may stand on these, so no import holds one.</summary>
    private static readonly HashSet<string> s_declarations =
    [
        "initiative_opened", "strand_started", "strand_ended", "survey_introduced", "initiative_closed", "initiative_reopened", "people_merged",
        "indicator_adopted", "indicator_revised",
    ];

    private Guid? _import;
    private readonly List<(Guid Entry, string Kind, JsonObject Body)> _said = [];
    private readonly List<(Guid Entry, string Kind, JsonObject Body)> _held = [];

    private bool GoesIntoImport(string kind) => _import is not null && !s_declarations.Contains(kind) && _chance.Happens(0.6);

    /// <summary>Begins an import now and then, and ends the one that is under way.</summary>
    private bool ImportStep()
    {
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
}
