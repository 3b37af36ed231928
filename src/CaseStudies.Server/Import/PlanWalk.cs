using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Capture;

namespace CaseStudies.Server.Import;

/// <summary>Decides the commands of a plan on a snapshot, in the order of a commit, so that the dry run announces what the commit will do.</summary>
internal sealed class PlanWalk(ImportPlan plan, CommandSimulation rehearsal, ImportId import, ImportInto into)
{
    /// <summary>The number of commands decided together, in one round trip.</summary>
    private const int Batch = 256;

    private readonly Dictionary<SessionId, ImportProblem> _refusedSessions = [];

    /// <summary>Commands that would be refused. They are not announced.</summary>
    public HashSet<CommandId> Refused { get; } = [];

    public async IAsyncEnumerable<JudgedRow> RowsAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var (rows, planned) = (new List<JudgedRow>(), 0);
        foreach (var row in plan.Rows())
        {
            rows.Add(row);
            planned += row.Facts.Count(f => f.Planned is not null);
            if (planned < Batch && rows.Count < 4 * Batch)
                continue;
            foreach (var decided in await DecideAsync(rows, cancellation))
                yield return decided;
            rows.Clear();
            planned = 0;
        }

        foreach (var decided in await DecideAsync(rows, cancellation))
            yield return decided;
    }

    private async Task<List<JudgedRow>> DecideAsync(List<JudgedRow> rows, CancellationToken cancellation)
    {
        var planned = rows.SelectMany(r => r.Facts).Select(f => f.Planned).OfType<PlannedCommand>().ToList();
        var decided = planned.Count == 0
            ? []
            : await rehearsal.TakeAsync([.. planned.Select(p => (p.Sent, into.Sender(new(import, p.At.Sheet, p.At.Row))))], cancellation);
        var next = 0;
        return [.. rows.Select(r =>
            r.Facts.All(f => f.Planned is null) ? r : r with { Facts = [.. r.Facts.Select(f => f.Planned is null ? f : Decided(f, decided[next++]))] })];
    }

    private JudgedFact Decided(JudgedFact fact, SimulatedCommand rehearsed)
    {
        if (rehearsed.Refusal is not { } refusal)
            return fact;
        Refused.Add(fact.Planned!.Id);
        var said = FactOf(fact.Planned.Sent.Command);
        var problem = ImportProblem.FromRefusal(refusal, fact.Column > 0 ? Sheets.ColumnNames.FromNumber(fact.Column) : null);
        if (said is SessionHeld held)
            _refusedSessions[held.Session] = problem;
        else if (said.InSession is { } session && _refusedSessions.GetValueOrDefault(session) is { } because)
            problem = because with { Column = problem.Column };
        return fact with { Verdict = Verdict.CannotBe, Says = problem, Planned = null };
    }

    private static InitiativeFact FactOf(InitiativeCommand command) => command is RecordFacts record ? record.Facts[0] : ((CorrectEntry)command).Replacement;
}
