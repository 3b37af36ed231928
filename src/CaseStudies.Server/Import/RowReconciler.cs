using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Problems;
using CaseStudies.Sheets;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Import;

/// <summary>Holds what the rows say against what is recorded. One for each way through a file: it remembers what the file has said.</summary>
internal sealed class RowReconciler(ImportMapping mapping, ImportBasis basis, ImportIds ids, CommandFactory commands)
{
    private readonly Dictionary<Guid, Place> _said = [];
    private readonly HashSet<EntryId> _touched = [];
    private readonly HashSet<ImportId> _open = [.. basis.Open.Select(o => o.Import)];

    /// <summary>What was recorded and this file speaks of too.</summary>
    public bool Touches(EntryId entry) => _touched.Contains(entry);

    public JudgedRow Reconcile(ParsedRow row, bool whole) => whole && row.Problems.Length > 0
        ? new(row.At, [], row.Problems, null)
        : new(row.At, [.. row.Facts.Select(w => Reconcile(w, row.At)).OfType<JudgedFact>()], row.Problems, row.LeftOut);

    private JudgedFact? Reconcile(ProposedFact wanted, Place at)
    {
        try
        {
            if (!_said.TryAdd(ids.Derive("fact", wanted.Key), at))
                return SaidAgain(wanted, at);
            var command = ids.Unused(basis, "fact", wanted.Key);
            var known = basis.Entry(wanted.Stands ?? new(command.Value));
            if (known is not null)
                _touched.Add(known.Id);
            return known is null ? New(wanted, at, command) : Held(wanted, at, known);
        }
        catch (FormatException e)
        {
            var cause = ErrorMessages.FromException(e);
            return Cannot(wanted, new("import-value-unreadable", cause.Ja, cause.En));
        }
    }

    /// <summary>Sessions and enrolments are named by many rows; anything else that is said twice is a mistake.</summary>
    private JudgedFact? SaidAgain(ProposedFact wanted, Place at) =>
        wanted.Kind is "session_held" or "person_enrolled" ? null : Cannot(wanted, RowMessages.Repeated(_said[ids.Derive("fact", wanted.Key)], at));

    private JudgedFact New(ProposedFact wanted, Place at, CommandId command)
    {
        var (fact, planned) = commands.Record(wanted, at, command);
        var others = fact switch
        {
            ParticipantsCounted counted => basis.Counts(counted),
            PersonAttended attended => basis.Attendances(attended),
            _ => [],
        };
        foreach (var other in others)
        {
            _touched.Add(other.Id);
            if (IsPending(other))
                return Cannot(wanted, RowMessages.Pending());
            if (!FactMembers.ForType(fact.GetType()).Contradicts(fact, other.Fact))
                return new(wanted.Kind, wanted.Column, Verdict.AlreadyRecorded);
        }

        if (others is [var rival, ..] && !mapping.Rivals)
            return Cannot(wanted, RowMessages.ContradictsHand(Short(rival.Fact), Short(fact)))
                with { From = rival.Fact, To = wanted.Stated };
        return new(wanted.Kind, wanted.Column, Verdict.WillBeRecorded, To: wanted.Stated, Planned: planned);
    }

    private JudgedFact Held(ProposedFact wanted, Place at, KnownEntry known)
    {
        if (IsPending(known))
            return Cannot(wanted, RowMessages.Pending());
        var (fact, stated) = commands.Compare(known.Fact, wanted.Stated);
        if (known.InForce && fact is null)
            return new(wanted.Kind, wanted.Column, Verdict.AlreadyRecorded);
        if (!known.FirstByImport && known.InForce)
            return new(wanted.Kind, wanted.Column, Verdict.AlreadyRecorded, known.Fact, stated, RowMessages.HandStands());
        if (!known.InForce || !known.ByImport)
            return new(wanted.Kind, wanted.Column, Verdict.ChangedByHand, known.InForce ? known.Fact : null, stated,
                known.InForce ? RowMessages.ChangedByHand() : RowMessages.WithdrawnByHand());
        if (wanted.Twin is { } twin && basis.Entry(new(ids.Unused(basis, "fact", twin).Value)) is not null)
            return Cannot(wanted, RowMessages.SameMoment()) with { From = known.Fact, To = stated };
        if (IsOtherRow(known.Fact, fact!, stated))
            return Cannot(wanted, RowMessages.NumberReused(Day(known.Fact), Day(fact!))) with { From = known.Fact, To = stated };
        var command = ids.Unused(basis, "correction", $"{wanted.Key}\n{stated.ToJson().ToJsonString(DomainJson.Options)}\n{known.Version}");
        return new(wanted.Kind, wanted.Column, Verdict.Corrects, known.Fact, stated,
            Planned: CommandFactory.Correct(stated, at, command, known));
    }

    /// <summary>Lists that begin again at 1 each month bear the numbers of the last one: what is of another month, or has another day and says
    /// something else too, is nobody's correction.</summary>
    private bool IsOtherRow(InitiativeFact known, InitiativeFact now, StatedFact stated)
    {
        if (mapping.Kind is not (ImportKind.Events or ImportKind.Survey) || known.OccurredOn is not { } before || now.OccurredOn is not { } after
            || before == after)
            return false;
        return before.ToYearMonth() != after.ToYearMonth() || commands.Compare(known, stated.Except((_, value) => value is LocalDate)).Fact is not null;
    }

    private static string Day(InitiativeFact fact) => LocalDatePattern.Iso.Format(fact.OccurredOn!.Value);

    private bool IsPending(KnownEntry entry) => entry.Import is { } import && _open.Contains(import);

    private static JudgedFact Cannot(ProposedFact wanted, ImportProblem why) =>
        new(wanted.Kind, wanted.Column, Verdict.CannotBe, Says: why with { Column = wanted.Column > 0 ? ColumnNames.FromNumber(wanted.Column) : null });

    private static string Short(InitiativeFact fact) => fact is ParticipantsCounted c ? $"{c.Count}" : InitiativeEventCatalogue.KindOf(fact);
}
