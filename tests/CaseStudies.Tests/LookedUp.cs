using System.Collections.Immutable;
using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Tests;

/// <summary>What a decision needs to know, looked up in the rows themselves; the server does the same in SQL.</summary>
internal static class LookedUp
{
    public static DecisionContext For(InitiativeCommand command, IReadOnlyList<EntryRow> all)
    {
        var (abandoned, undone) = (Imports(r => r.Kind == EntryRow.ImportAbandoned), Imports(r => r.Kind == EntryRow.ImportUndone));
        var ended = Imports(r => r.Kind is EntryRow.ImportAbandoned or EntryRow.ImportCompleted);
        var taken = all.Where(r => !r.IsOfImportItself && !(r.Origin is { } o && abandoned.Contains(o.Import))).ToList();
        var rows = taken.Where(r => !(r.Origin is { } o && undone.Contains(o.Import))).ToList();
        var past = rows.Where(r => command is UndoAct undo && r.Command == undo.Act).Select(r => new PastChange(
            (r.Opens ?? r.Closes)!.Value, r.Version, r.Closes is { } closed ? Content(rows, closed, r.Version - 1) : null, r.Fact)).ToImmutableArray();
        var heads = InitiativeDecisions.EntriesNamed(command).Concat(past.Select(p => p.Entry)).Distinct()
            .Where(e => taken.Exists(r => r.Opens == e)).Select(Head);
        var sessions = InitiativeDecisions.SessionsNamed(command).Concat(past.Select(p => p.Before).OfType<SessionHeld>().Select(h => h.Session)).Distinct()
            .Where(s => rows.Exists(r => r.Fact is SessionHeld held && held.Session == s && Head(r.Opens!.Value).InForce));
        return new(heads.ToImmutableDictionary(h => h.Entry), [.. sessions], past, Undone: command is UndoImport u ? Past(u.Import) : null);

        HashSet<ImportId> Imports(Func<EntryRow, bool> with) => [.. all.Where(with).Select(r => r.Origin!.Import)];

        static InitiativeFact? Content(List<EntryRow> among, EntryId entry, int version) =>
            among.LastOrDefault(r => r.Opens == entry && r.Version <= version)?.Fact;

        EntryHead Head(EntryId entry)
        {
            // Of an entry that only an undone import opened, nothing counts but perhaps its withdrawal; it is not in force.
            var last = rows.LastOrDefault(r => r.Opens == entry || r.Closes == entry) ?? taken.Last(r => r.Opens == entry);
            return new(entry, last.Version, last.Opens == entry && rows.Contains(last),
                Content(rows, entry, last.Version) ?? Content(taken, entry, last.Version)!, last.Command,
                last.Origin is { } o && !ended.Contains(o.Import) ? o.Import : null);
        }

        static string Json(InitiativeFact fact) => JsonSerializer.Serialize(fact, DomainJson.Options);

        PastImport? Past(ImportId import)
        {
            if (all.LastOrDefault(r => r.IsOfImportItself && r.Origin!.Import == import) is not { } itself)
                return null;
            var said = rows.Where(r => r.Origin?.Import == import).ToList();
            var changed = said.Select(r => (Row: r, Last: rows.Last(l => l.Opens == (r.Opens ?? r.Closes) || l.Closes == (r.Opens ?? r.Closes))))
                .Where(r => r.Last.Origin?.Import != import && r.Last is { Opens: not null, Fact: { } now }
                    && (r.Row.Closes is null || r.Last.Origin is not null || Json(now) == Json(r.Row.Fact!)))
                .Select(r => (r.Row.Opens ?? r.Row.Closes)!.Value);
            var sessions = said.Where(r => r is { Fact: SessionHeld, Closes: null } && Head(r.Opens!.Value).InForce)
                .Select(r => ((SessionHeld)r.Fact!).Session).ToHashSet();
            var resting = rows.Where(r => r.Origin?.Import != import && r.Opens is { } opened && r.Fact!.InSession is { } session && sessions.Contains(session)
                && said.TrueForAll(s => s.Opens != opened) && Head(opened) is { InForce: true } head && head.Version == r.Version).Select(r => r.Opens!.Value);
            return new(itself.Kind switch
            {
                EntryRow.ImportBegun => ImportStanding.Open,
                EntryRow.ImportCompleted => ImportStanding.Completed,
                EntryRow.ImportAbandoned => ImportStanding.Abandoned,
                _ => ImportStanding.Undone,
            }, [.. changed.Distinct()], [.. resting.Distinct()]);
        }
    }
}
