using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;

namespace CaseStudies.Tests.Orders;

/// <summary>
/// Which commands contend with which, so that their order decides: two that change the same content of the same entry, or
/// undo what made it; two that declare the same thing; one that takes away or moves what the other stands on. Whatever rests on one that
/// may lose, may be lost with it.
/// </summary>
internal sealed class Races
{
    /// <summary>Commands of which the order of arrival may decide whether they are accepted.</summary>
    public HashSet<CommandId> MayDiffer { get; } = [];

    /// <summary>By entry and content: those who would change it, each this alone.</summary>
    public IReadOnlyList<List<CommandId>> OfContents { get; }

    public Races(IReadOnlyList<InitiativeCommand> commands)
    {
        var touched = new Dictionary<CommandId, HashSet<EntryId>>();
        foreach (var command in commands)
            touched[command.Command] = command switch
            {
                RecordFacts r => [.. r.Facts.Select((_, i) => EntryId.ForCommand(r.Command, i))],
                UndoAct u => [.. touched.GetValueOrDefault(u.Act) ?? []],
                _ => [.. InitiativeDecisions.ChangesNamed(command).Select(c => c.Entry)],
            };
        var contents = commands.SelectMany(c => Upon(c, touched).Select(u => (Key: u, c.Command))).GroupBy(u => u.Key, u => u.Command)
            .Select(g => g.Distinct().ToList()).Where(g => g.Count > 1).ToList();
        OfContents = [.. contents.Where(g => g.TrueForAll(c => Upon(commands.Single(d => d.Command == c), touched).Count() == 1))];
        MayDiffer.UnionWith(contents.SelectMany(g => g));
        MayDiffer.UnionWith(commands.SelectMany(c => Declared(c).Select(d => (Key: d, c.Command))).GroupBy(d => d.Key, d => d.Command)
            .Where(g => g.Distinct().Count() > 1).SelectMany(g => g));
        MayDiffer.UnionWith(OnWhatGoes(commands, touched));
        while (MayDiffer.Count is var before && commands.Where(c => RestsOn(c, touched).Any(MayDiffer.Contains)).ToList() is var resting)
        {
            MayDiffer.UnionWith(resting.Select(c => c.Command));
            if (MayDiffer.Count == before)
                break;
        }
    }

    /// <summary>The contents that a command changes, each by its entry and the command that made it.</summary>
    private static IEnumerable<(EntryId Entry, CommandId By)> Upon(InitiativeCommand command, Dictionary<CommandId, HashSet<EntryId>> touched) =>
        command is UndoAct undo
        ? touched[undo.Command].Select(e => (e, undo.Act))
        : InitiativeDecisions.ChangesNamed(command).Select(c => (c.Entry, c.Basis!.Value));

    /// <summary>Of what there is one at most.</summary>
    private static IEnumerable<string> Declared(InitiativeCommand command) =>
        Facts(command).Where(f => f is SessionHeld or PeopleMerged).Select(f => f.Identity!);

    /// <summary>Those that name a session which another command withdraws, directly or by undoing.</summary>
    private static IEnumerable<CommandId> OnWhatGoes(IReadOnlyList<InitiativeCommand> commands, Dictionary<CommandId, HashSet<EntryId>> touched)
    {
        var held = commands.OfType<RecordFacts>().SelectMany(r => r.Facts.Select((f, i) => (Entry: EntryId.ForCommand(r.Command, i), Fact: f)))
            .Where(f => f.Fact is SessionHeld)
            .ToLookup(f => f.Entry, f => ((SessionHeld)f.Fact).Session);
        var gone = commands.SelectMany(c =>
            c is UndoAct ? touched[c.Command] : InitiativeDecisions.ChangesNamed(c).Where(n => n.Replacement is null).Select(n => n.Entry))
            .SelectMany(e => held[e]).ToHashSet();
        return commands.Where(c => InitiativeDecisions.SessionsNamed(c).Any(gone.Contains) || Facts(c).Any(f => f.InSession is { } s && gone.Contains(s)))
            .Select(c => c.Command);
    }

    private static IEnumerable<CommandId> RestsOn(InitiativeCommand command, Dictionary<CommandId, HashSet<EntryId>> touched) =>
        command is UndoAct undo ? [undo.Act] : InitiativeDecisions.ChangesNamed(command).Select(c => c.Basis!.Value);

    private static IEnumerable<InitiativeFact> Facts(InitiativeCommand command) =>
        command is RecordFacts r ? r.Facts : InitiativeDecisions.ChangesNamed(command).Select(c => c.Replacement).OfType<InitiativeFact>();
}
