using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Tests;

/// <summary>What a decision needs to know, looked up in the rows themselves; the server does the same in SQL.</summary>
internal static class LookedUp
{
    public static DecisionContext For(InitiativeCommand command, IReadOnlyList<EntryRow> all)
    {
        var abandoned = Imports(r => r.Kind == EntryRow.ImportAbandoned);
        var ended = Imports(r => r.Kind is EntryRow.ImportAbandoned or EntryRow.ImportCompleted);
        var rows = all.Where(r => !r.IsOfImportItself && !(r.Origin is { } o && abandoned.Contains(o.Import))).ToList();
        var past = rows.Where(r => command is UndoAct undo && r.Command == undo.Act).Select(r => new PastChange(
            (r.Opens ?? r.Closes)!.Value, r.Version, r.Closes is { } closed ? Content(closed, r.Version - 1) : null, r.Fact)).ToImmutableArray();
        var heads = InitiativeDecisions.EntriesNamed(command).Concat(past.Select(p => p.Entry)).Distinct()
            .Where(e => rows.Exists(r => r.Opens == e)).Select(Head);
        var sessions = InitiativeDecisions.SessionsNamed(command).Concat(past.Select(p => p.Before).OfType<SessionHeld>().Select(h => h.Session)).Distinct()
            .Where(s => rows.Exists(r => r.Fact is SessionHeld held && held.Session == s && Head(r.Opens!.Value).InForce));
        return new(heads.ToImmutableDictionary(h => h.Entry), [.. sessions], past);

        HashSet<ImportId> Imports(Func<EntryRow, bool> with) => [.. all.Where(with).Select(r => r.Origin!.Import)];

        InitiativeFact Content(EntryId entry, int version) => rows.Last(r => r.Opens == entry && r.Version <= version).Fact!;

        EntryHead Head(EntryId entry)
        {
            var last = rows.Last(r => r.Opens == entry || r.Closes == entry);
            return new(entry, last.Version, last.Opens == entry, Content(entry, last.Version), last.Command,
                last.Origin is { } o && !ended.Contains(o.Import) ? o.Import : null);
        }
    }
}
