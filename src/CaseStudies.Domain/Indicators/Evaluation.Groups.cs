using System.Collections.Immutable;
using CaseStudies.Domain.Initiatives;
using NodaTime.Text;

namespace CaseStudies.Domain.Indicators;

/// <content>A measure per session or per key, and what is taken from the values.</content>
internal sealed partial class Evaluation
{
    private Result EvaluatePerSession(PerSession per, Days within)
    {
        var sessions = Pick(per.Sessions, within);
        AddPart("sessions", sessions.Counted.Select(s => s.As(0)), sessions.LeftOut);
        var picked = Gather(per.Of, within);
        var known = sessions.Counted.Select(s => SessionOf(s)!).ToHashSet(StringComparer.Ordinal);
        var bySession = picked.Counted.ToLookup(p => SessionOf(p) is { } id && known.Contains(id) ? id : "");
        AddPart("value", [], picked.LeftOut.Concat(bySession[""].Select(p => p.Left(LeftOutRule.OtherValue, "session"))));

        var values = ImmutableArray.CreateBuilder<(string, Result)>();
        foreach (var session in sessions.Counted)
        {
            var reduced = Reduce(per.Of, [.. bySession[SessionOf(session)!]]);
            AddPart($"session:{SessionOf(session)}", reduced.Counted, reduced.LeftOut);
            if (reduced.Result.Status == FigureStatus.Blocked)
                return Result.Blocked;
            if (reduced.Counted.Count == 0)
                Note(Sentences.Missing(LocalDatePattern.Iso.Format(session.On!.Value)));
            else
                values.Add((LocalDatePattern.Iso.Format(session.On!.Value), reduced.Result));
        }

        return Taken(per.Take, "各回", values.ToImmutable());
    }

    private static string? SessionOf(Picked picked) => (picked.Entry.Fact is SessionHeld held ? held.Session : picked.Entry.Fact.InSession)?.ToString();

    private Result EvaluatePerKey(PerKey per, Days within)
    {
        var picked = Gather(per.Of, within);
        var byKey = picked.Counted.ToLookup(p => Dimension(p.Entry.Fact, per.By) ?? "", StringComparer.Ordinal);
        AddPart("value", [], picked.LeftOut.Concat(byKey[""].Select(p => p.Left(LeftOutRule.OtherValue, per.By))));

        var values = ImmutableArray.CreateBuilder<(string, Result)>();
        foreach (var key in byKey.Select(g => g.Key).Where(k => k.Length > 0).Order(StringComparer.Ordinal))
        {
            var reduced = Reduce(per.Of, [.. byKey[key]]);
            AddPart($"key:{key}", reduced.Counted, reduced.LeftOut);
            if (reduced.Result.Status == FigureStatus.Blocked)
                return Result.Blocked;
            if (reduced.Counted.Count > 0)
                values.Add((key, reduced.Result));
        }

        return Taken(per.Take, "それぞれ", values.ToImmutable(), per.By);
    }
}
