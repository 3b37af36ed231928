using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Problems;
using CaseStudies.Server.Sheets;

namespace CaseStudies.Server.Import;

/// <summary>Holds what the rows say against what is recorded. One for each way through a file: it remembers what the file has said.</summary>
internal sealed class Judge(ImportMapping mapping, ImportBasis basis, ImportIds ids, ActMaker acts)
{
    private readonly Dictionary<Guid, int> _said = [];
    private readonly HashSet<EntryId> _touched = [];

    /// <summary>What was recorded and this file speaks of too.</summary>
    public bool Touches(EntryId entry) => _touched.Contains(entry);

    private readonly HashSet<ImportId> _open = [.. basis.Open.Select(o => o.Import)];

    public JudgedRow Of(RowSays row, bool whole) => whole && row.Problems.Length > 0
        ? new(row.At, [], row.Problems, null)
        : new(row.At, [.. row.Facts.Select(w => Of(w, row.At)).OfType<JudgedFact>()], row.Problems, row.LeftOut);

    private JudgedFact? Of(Wanted wanted, Place at)
    {
        var kind = wanted.Stated["kind"]!.GetValue<string>();
        try
        {
            if (!_said.TryAdd(ids.Of("fact", wanted.Key), at.Row))
                return SaidAgain(wanted, at, kind);
            var command = Command("fact", wanted.Key);
            var known = basis.Entry(wanted.Stands ?? new(command.Value));
            if (known is not null)
                _touched.Add(known.Id);
            return known is null ? New(wanted, at, kind, command) : Held(wanted, at, kind, known);
        }
        catch (JsonException e)
        {
            var cause = Causes.Of(e);
            return new(kind, wanted.Column, Verdict.CannotBe, Says: wanted.Column > 0 ? Says.Unreadable(wanted.Column, cause) : new("import-value-unreadable", cause.Ja, cause.En));
        }
    }

    /// <summary>Sessions and enrolments are named by many rows; anything else that is said twice is a mistake.</summary>
    private JudgedFact? SaidAgain(Wanted wanted, Place at, string kind)
    {
        var row = _said[ids.Of("fact", wanted.Key)];
        return kind is "session_held" or "person_enrolled" ? null : Cannot(wanted, kind, Says.RepeatedInFile(row));
    }

    private JudgedFact New(Wanted wanted, Place at, string kind, CommandId command)
    {
        var (fact, act) = acts.Record(wanted, at, command);
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
                return Cannot(wanted, kind, Says.Pending());
            if (ActMaker.Plainly(other.Fact, ActMaker.Json(fact)).Same)
                return new(kind, wanted.Column, Verdict.AlreadyRecorded);
        }

        if (others is [var rival, ..] && !mapping.Rivals)
            return Cannot(wanted, kind, Says.ContradictsHand(Short(rival.Fact), Short(fact))) with { From = ActMaker.Json(rival.Fact), To = wanted.Stated };
        return new(kind, wanted.Column, Verdict.WillBeRecorded, To: wanted.Stated, Act: act);
    }

    private JudgedFact Held(Wanted wanted, Place at, string kind, KnownEntry known)
    {
        if (IsPending(known))
            return Cannot(wanted, kind, Says.Pending());
        var (fact, stated) = acts.Overlaid(known.Fact, wanted.Stated);
        if (known.InForce && fact is null)
            return new(kind, wanted.Column, Verdict.AlreadyRecorded);
        if (!known.FirstByImport && known.InForce)
            return new(kind, wanted.Column, Verdict.AlreadyRecorded, ActMaker.Json(known.Fact), stated, Says.HandStands());
        if (!known.InForce || !known.ByImport)
            return new(kind, wanted.Column, Verdict.ChangedByHand, known.InForce ? ActMaker.Json(known.Fact) : null, stated, known.InForce ? Says.ChangedByHand() : Says.WithdrawnByHand());
        var command = Command("correction", $"{wanted.Key}\n{stated.ToJsonString(DomainJson.Options)}\n{known.Version}");
        return new(kind, wanted.Column, Verdict.Corrects, ActMaker.Json(known.Fact), stated, Act: ActMaker.Correct(wanted, at, command, known, stated));
    }

    /// <summary>The first of the key's commands that no abandoned import has used up.</summary>
    private CommandId Command(string what, string key)
    {
        var turn = 0;
        while (basis.IsDead(ids.Of(what, key, turn)))
            turn++;
        return new(ids.Of(what, key, turn));
    }

    private bool IsPending(KnownEntry entry) => entry.Import is { } import && _open.Contains(import);

    private static JudgedFact Cannot(Wanted wanted, string kind, ImportProblem why) =>
        new(kind, wanted.Column, Verdict.CannotBe, Says: why with { Column = wanted.Column > 0 ? ColumnNames.Of(wanted.Column) : null });

    private static string Short(InitiativeFact fact) => fact is ParticipantsCounted c ? $"{c.Count}" : InitiativeEventCatalogue.KindOf(fact);
}
