using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Problems;
using CaseStudies.Sheets;
using NodaTime;
using NodaTime.Text;

namespace CaseStudies.Server.Import;

/// <summary>Compares rows with what is recorded. It remembers the keys of the file, so each reading of a file needs its own.</summary>
internal sealed class RowReconciler(ImportMapping mapping, ImportBasis basis, ImportIds ids, CommandFactory commands)
{
    private readonly Dictionary<Guid, Place> _said = [];
    private readonly HashSet<EntryId> _touched = [];
    private readonly HashSet<ImportId> _open = [.. basis.Open.Select(o => o.Import)];

    /// <summary>Whether the file also states this recorded entry.</summary>
    public bool Touches(EntryId entry) => _touched.Contains(entry);

    public JudgedRow Reconcile(ParsedRow row, bool whole) => whole && row.Problems.Length > 0
        ? new(row.At, [], row.Problems, null)
        : new(row.At, [.. row.Facts.Select(w => Reconcile(w, row.At)).OfType<JudgedFact>()], row.Problems, row.LeftOut) { Notes = row.Notes };

    private JudgedFact? Reconcile(ProposedFact proposed, Place at)
    {
        try
        {
            if (!_said.TryAdd(ids.Derive("fact", proposed.Key), at))
                return SaidAgain(proposed, at);
            var command = ids.Unused(basis, "fact", proposed.Key);
            var known = basis.Entry(proposed.Stands ?? new(command.Value));
            if (known is not null)
                _touched.Add(known.Id);
            return known is null ? New(proposed, at, command) : Held(proposed, at, known);
        }
        catch (FormatException e)
        {
            var cause = ErrorMessages.FromException(e);
            return Cannot(proposed, new("import-value-unreadable", cause.Ja, cause.En));
        }
    }

    /// <summary>Many rows may name one session or enrolment. Any other fact that is stated twice is a mistake.</summary>
    private JudgedFact? SaidAgain(ProposedFact proposed, Place at) =>
        proposed.Kind is "session_held" or "person_enrolled" ? null : Cannot(proposed, RowMessages.Repeated(_said[ids.Derive("fact", proposed.Key)], at));

    private JudgedFact New(ProposedFact proposed, Place at, CommandId command)
    {
        var (fact, planned) = commands.Record(proposed, at, command);
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
                return Cannot(proposed, RowMessages.Pending());
            if (!FactMembers.ForType(fact.GetType()).Contradicts(fact, other.Fact))
                return new(proposed.Kind, proposed.Column, Verdict.AlreadyRecorded);
        }

        if (others is [var rival, ..] && !mapping.Rivals)
            return Cannot(proposed, RowMessages.ContradictsHand(Short(rival.Fact), Short(fact)))
                with { From = rival.Fact, To = proposed.Stated };
        return new(proposed.Kind, proposed.Column, Verdict.WillBeRecorded, To: proposed.Stated, Planned: planned);
    }

    private JudgedFact Held(ProposedFact proposed, Place at, KnownEntry known)
    {
        if (IsPending(known))
            return Cannot(proposed, RowMessages.Pending());
        var (fact, stated) = commands.Compare(known.Fact, proposed.Stated);
        if (known.InForce && fact is null)
            return new(proposed.Kind, proposed.Column, Verdict.AlreadyRecorded);
        if (!known.FirstByImport && known.InForce)
            return new(proposed.Kind, proposed.Column, Verdict.AlreadyRecorded, known.Fact, stated, RowMessages.HandStands());
        if (!known.InForce || !known.ByImport)
            return new(proposed.Kind, proposed.Column, Verdict.ChangedByHand, known.InForce ? known.Fact : null, stated,
                known.InForce ? RowMessages.ChangedByHand() : RowMessages.WithdrawnByHand());
        if (proposed.Twin is { } twin && basis.Entry(new(ids.Unused(basis, "fact", twin).Value)) is not null)
            return Cannot(proposed, RowMessages.SameMoment()) with { From = known.Fact, To = stated };
        if (IsOtherRow(known.Fact, fact!, stated))
            return Cannot(proposed, RowMessages.NumberReused(Day(known.Fact), Day(fact!))) with { From = known.Fact, To = stated };
        var command = ids.Unused(basis, "correction", $"{proposed.Key}\n{stated.ToJson().ToJsonString(DomainJson.Options)}\n{known.Version}");
        return new(proposed.Kind, proposed.Column, Verdict.Corrects, known.Fact, stated,
            Planned: CommandFactory.Correct(stated, at, command, known));
    }

    /// <summary>Whether a number was used again for another row, as in lists that start at 1 each month: the month differs, or the day and something else
    /// differ.</summary>
    private bool IsOtherRow(InitiativeFact known, InitiativeFact now, StatedFact stated)
    {
        if (mapping.Kind is not (ImportKind.Events or ImportKind.Survey) || known.OccurredOn is not { } before || now.OccurredOn is not { } after
            || before == after)
            return false;
        return before.ToYearMonth() != after.ToYearMonth() || commands.Compare(known, stated.Except((_, value) => value is LocalDate)).Fact is not null;
    }

    private static string Day(InitiativeFact fact) => LocalDatePattern.Iso.Format(fact.OccurredOn!.Value);

    private bool IsPending(KnownEntry entry) => entry.Import is { } import && _open.Contains(import);

    private static JudgedFact Cannot(ProposedFact proposed, ImportProblem why) =>
        new(proposed.Kind, proposed.Column, Verdict.CannotBe, Says: why with { Column = proposed.Column > 0 ? ColumnNames.FromNumber(proposed.Column) : null });

    private static string Short(InitiativeFact fact) => fact is ParticipantsCounted c ? $"{c.Count}" : InitiativeEventCatalogue.KindOf(fact);
}
