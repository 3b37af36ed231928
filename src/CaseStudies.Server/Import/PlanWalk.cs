using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Capture;

namespace CaseStudies.Server.Import;

/// <summary>Goes through a plan and decides its acts as they would be decided, in their order, on a snapshot: what is announced is what the commit
/// does.</summary>
internal sealed class PlanWalk(ImportPlan plan, CommandSimulation rehearsal, ImportId import, SubjectId by)
{
    /// <summary>Acts decided together: one round trip.</summary>
    private const int Batch = 256;

    private readonly Dictionary<SessionId, ImportProblem> _refusedSessions = [];

    /// <summary>Acts that would be refused, and so are not part of the promise.</summary>
    public HashSet<CommandId> Refused { get; } = [];

    public async IAsyncEnumerable<JudgedRow> RowsAsync()
    {
        var (rows, acts) = (new List<JudgedRow>(), 0);
        foreach (var row in plan.Rows())
        {
            rows.Add(row);
            acts += row.Facts.Count(f => f.Act is not null);
            if (acts < Batch && rows.Count < 4 * Batch)
                continue;
            foreach (var decided in await DecideAsync(rows))
                yield return decided;
            rows.Clear();
            acts = 0;
        }

        foreach (var decided in await DecideAsync(rows))
            yield return decided;
    }

    private async Task<List<JudgedRow>> DecideAsync(List<JudgedRow> rows)
    {
        var acts = rows.SelectMany(r => r.Facts).Select(f => f.Act).OfType<PlannedCommand>().ToList();
        var decided = acts.Count == 0
            ? []
            : await rehearsal.TakeAsync([.. acts.Select(a => (a.Sent, Actor.Importing(by, new(import, a.At.Sheet, a.At.Row))))], CancellationToken.None);
        var next = 0;
        return [.. rows.Select(r =>
            r.Facts.All(f => f.Act is null) ? r : r with { Facts = [.. r.Facts.Select(f => f.Act is null ? f : Decided(f, decided[next++]))] })];
    }

    private JudgedFact Decided(JudgedFact fact, SimulatedCommand rehearsed)
    {
        if (rehearsed.Refusal is not { } refusal)
            return fact;
        Refused.Add(fact.Act!.Sent.Command.Command);
        var said = FactOf(fact.Act.Sent.Command);
        var problem = ImportProblem.FromRefusal(refusal, fact.Column > 0 ? Sheets.ColumnNames.FromNumber(fact.Column) : null);
        if (said is SessionHeld held)
            _refusedSessions[held.Session] = problem;
        else if (said.InSession is { } session && _refusedSessions.GetValueOrDefault(session) is { } because)
            problem = because with { Column = problem.Column };
        return fact with { Verdict = Verdict.CannotBe, Says = problem, Act = null };
    }

    private static InitiativeFact FactOf(InitiativeCommand command) => command is RecordFacts record ? record.Facts[0] : ((CorrectEntry)command).Replacement;
}
