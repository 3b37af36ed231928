using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Import;

/// <summary>The session of a row: a recorded one, a new one, or an ambiguous one.</summary>
/// <param name="Key">The key from which the ids of the session are derived.</param>
internal sealed record Occasion(SessionId Session, string Key, KnownEntry? Known, bool Ambiguous = false);

/// <summary>
/// Matches the sessions of a file with recorded ones, day by day. Sessions with the same start match. If one is left on each side, they match if one
/// has no start, or if the file has no other session on that day.
/// </summary>
internal sealed class SessionMatcher(ImportIds ids, ImportBasis basis)
{
    private readonly Dictionary<(Slug Strand, LocalDate On), HashSet<LocalTime?>> _said = [];
    private readonly Dictionary<(Slug Strand, LocalDate On, LocalTime? Start), Occasion> _chosen = [];

    /// <summary>Called for every session of the file, before the first match.</summary>
    public void Say(Slug strand, LocalDate on, LocalTime? start)
    {
        if (_said.TryGetValue((strand, on), out var starts))
            starts.Add(start);
        else
            _said.Add((strand, on), [start]);
    }

    /// <summary>The session of a row, once all sessions of the file are known.</summary>
    public Occasion Match(Slug strand, LocalDate on, LocalTime? start)
    {
        if (!_chosen.ContainsKey((strand, on, start)))
            Choose(strand, on);
        return _chosen[(strand, on, start)];
    }

    /// <summary>
    /// The session to which somebody came at a time. If several are recorded on that day, it is the first that was not over yet; that is known only if
    /// they say when they begin and end.
    /// </summary>
    public Occasion At(Slug strand, LocalDate on, LocalTime? time)
    {
        if (time is not { } came || basis.Sessions(strand, on) is not { Count: > 1 } known
            || known.Any(k => (SessionHeld)k.Fact is not { Start: { } start, End: { } end } || end < start))
            return Match(strand, on, null);
        var order = known.OrderBy(k => ((SessionHeld)k.Fact).End).ToList();
        return order.Find(k => ((SessionHeld)k.Fact).End > came) is { } next
            ? Recorded(next, strand, on, ((SessionHeld)next.Fact).Start)
            : Match(strand, on, null);
    }

    private void Choose(Slug strand, LocalDate on)
    {
        var said = _said[(strand, on)].OrderBy(s => s).ToList();
        var known = basis.Sessions(strand, on).ToList();
        foreach (var start in said.ToList())
        {
            // An earlier request of this import recorded this session. A session that somebody recorded by hand since then must not get its counts.
            if (basis.Has(ids.Unused(basis, "fact", Key(strand, on, start))))
            {
                _chosen[(strand, on, start)] = New(strand, on, start);
                said.Remove(start);
            }
        }

        foreach (var start in said.ToList())
        {
            if (known.Where(k => ((SessionHeld)k.Fact).Start == start).ToList() is not [var same])
                continue;
            _chosen[(strand, on, start)] = Recorded(same, strand, on, start);
            known.Remove(same);
            said.Remove(start);
        }

        if (said is [var last] && known is [var only] && (last is null || ((SessionHeld)only.Fact).Start is null || _said[(strand, on)].Count == 1))
        {
            _chosen[(strand, on, last)] = Recorded(only, strand, on, last);
            return;
        }

        foreach (var start in said)
            _chosen[(strand, on, start)] = New(strand, on, start) with { Ambiguous = known.Count > 0 };
    }

    private static Occasion Recorded(KnownEntry known, Slug strand, LocalDate on, LocalTime? start) =>
        new(((SessionHeld)known.Fact).Session, Key(strand, on, start), known);

    private Occasion New(Slug strand, LocalDate on, LocalTime? start) => new(new(ids.Derive("session", Key(strand, on, start))), Key(strand, on, start), null);

    private static string Key(Slug strand, LocalDate on, LocalTime? start) =>
        $"session/{strand}/{LocalDatePattern.Iso.Format(on)}/{(start is { } time ? LocalTimePattern.ExtendedIso.Format(time) : "")}";
}
