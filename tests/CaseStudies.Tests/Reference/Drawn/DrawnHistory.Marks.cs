using System.Text.Json.Nodes;
using NodaTime;

namespace CaseStudies.Tests.Reference.Drawn;

/// <summary>Periods go into review, are closed when they are over, and are reopened.</summary>
internal sealed partial class DrawnHistory
{
    private readonly List<(LocalDate From, LocalDate To, string State)> _marked = [];

    private void Mark()
    {
        if (_marked.Count == 0 || _chance.Happens(0.1))
            _marked.Add(Over());
        if (!_live.Exists(l => l.Kind == "indicator_adopted"))
            Adopt(_marked[^1].To);
        var at = _chance.Below(_marked.Count);
        do
            MarkAgain(at);
        while (_marked[at].State == "in-review" && _chance.Happens(0.8));
        for (var late = 0; late < 2 && _marked[at].State == "closed" && _chance.Happens(0.9); late++)
            ComeLate(_marked[at].From);
    }

    /// <summary>Something of the days before a closed period becomes known.</summary>
    private void ComeLate(LocalDate from) => Record(_chance.One(Themes.All[_chance.One(_themes)].Kinds), body =>
    {
        if (body["on"] is not null)
            body["on"] = Chance.Iso(from.PlusDays(-_chance.From(1, 20)));
    });

    /// <summary>Figures that fit, mostly of everything up to the end of a period: what comes late alters them.</summary>
    private void Adopt(LocalDate to)
    {
        foreach (var _ in (int[])[1, 2])
        {
            var definition = Definitions.With(_chance.One(FittingNodes));
            if (definition["when"]?["since"] is null)
                definition["when"] = new JsonObject { ["to"] = Chance.Iso(to) };
            Record("indicator_adopted", body => (body["definition"], body["on"]) = (definition, Chance.Iso(_start)));
        }
    }

    private (LocalDate, LocalDate, string) Over()
    {
        var to = _today.PlusDays(-_chance.From(1, 12));
        return (_chance.Happens(0.4) ? LocalDate.Min(_start, to) : to.PlusDays(-_chance.From(0, 20)), to, "open");
    }

    private void MarkAgain(int at)
    {
        var (from, to, state) = _marked[at];
        var next = state switch { "in-review" => _chance.Happens(0.9) ? "closed" : "reopened", "closed" => "reopened", _ => "in-review" };
        Record("period_marked", body =>
        {
            (body["from"], body["to"], body["on"], body["state"]) = (Chance.Iso(from), Chance.Iso(to), Chance.Iso(_today), next);
            if (next == "reopened")
                body["cause"] = "other";
        });
        _marked[at] = (from, to, next);
    }
}
