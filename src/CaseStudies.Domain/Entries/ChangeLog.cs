using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Domain.Entries;

/// <summary>Turns the rows of the entries table into changes, one after another. Keeps only what is in force in memory.</summary>
/// <remarks>
/// A headcount has the day of its session, as known at that time. Moving a session is one change, of the session. Its headcounts
/// move with it and are counted there (<see cref="LoggedChange.Carried"/>), because nobody changed them.
/// </remarks>
public sealed class ChangeLog
{
    private readonly Dictionary<EntryId, InitiativeFact> _inForce = [];
    private readonly Dictionary<SessionId, SessionHeld> _sessions = [];
    private readonly Dictionary<SessionId, HashSet<EntryId>> _standing = [];
    private readonly ImportRows _imports = new();

    /// <summary>Version of a row of an import → the content that it replaced.</summary>
    private readonly Dictionary<int, InitiativeFact> _replaced = [];

    private ChangeLog()
    {
    }

    /// <summary>Every change, in the order of coming into force. An import that is not completed gives none.</summary>
    /// <param name="rows">The rows of the entries table, in any order.</param>
    /// <param name="frontier">The last stream version to read; null for all.</param>
    public static IEnumerable<LoggedChange> FromRows(IEnumerable<EntryRow> rows, int? frontier = null)
    {
        var log = new ChangeLog();
        return rows.Where(r => frontier is null || r.Version <= frontier).OrderBy(r => r.Version).SelectMany(log.Take);
    }

    private IEnumerable<LoggedChange> Take(EntryRow row)
    {
        if (row.Problem is not null)
            return [Unreadable(row)];
        var step = _imports.Take(row);
        return step.Counting.Select(said => Change(said, row.Version)).Concat(step.Ceasing.Select(said => TakenBack(said, row)).OfType<LoggedChange>());
    }

    private static LoggedChange Unreadable(EntryRow row) => new(
        ChangeKind.Unreadable, row.Version, row.Version, row.Opens ?? row.Closes, row.Kind, null, null, null, null,
        row.RecordedAt, row.By, row.Command, row.Source, row.Origin,
        row.Reason, [], row.Problem);

    private LoggedChange Change(EntryRow row, int version)
    {
        var entry = (row.Opens ?? row.Closes)!.Value;
        var before = row.Closes is { } closed ? _inForce.GetValueOrDefault(closed) : null;
        if (row.Origin is not null && before is not null)
            _replaced[row.Version] = before;
        return Change(row, version, entry, before, row.Fact, row switch
        {
            { Fact: null } => ChangeKind.Withdrawn,
            { Closes: not null } => ChangeKind.Corrected,
            { Reason: not null } => ChangeKind.Reinstated,
            _ => ChangeKind.Recorded,
        });
    }

    /// <summary>What the undoing of an import did to one of its rows; null where a later act had taken its place.</summary>
    private LoggedChange? TakenBack(EntryRow said, EntryRow undone)
    {
        if (said is not { Opens: { } entry, Fact: { } before } || !ReferenceEquals(_inForce.GetValueOrDefault(entry), before))
            return null;
        var after = _replaced.GetValueOrDefault(said.Version);
        return Change(undone with { Origin = said.Origin }, undone.Version, entry, before, after, after is null ? ChangeKind.Withdrawn : ChangeKind.Corrected);
    }

    private LoggedChange Change(EntryRow row, int version, EntryId entry, InitiativeFact? before, InitiativeFact? after, ChangeKind what)
    {
        var onBefore = Day(before);
        if (before is not null)
            Leave(entry, before);
        if (after is not null)
            Enter(entry, after);
        var carried = (before ?? after) is SessionHeld held && Moved(before, after) ? _standing.GetValueOrDefault(held.Session) : null;
        return new(
            what, version, row.Version, entry, (after ?? before) is { } fact ? InitiativeEventCatalogue.KindOf(fact) : row.Kind,
            before, after, onBefore, Day(after), row.RecordedAt, row.By,
            row.Command, row.Source, row.Origin, row.Reason, carried is null ? [] : [.. carried]);
    }

    /// <summary>Entries of a session depend on its day, strand, venue and kind.</summary>
    private static bool Moved(InitiativeFact? before, InitiativeFact? after) =>
        before is not SessionHeld b || after is not SessionHeld a || (b.On, b.Strand, b.Venue, b.SessionKind) != (a.On, a.Strand, a.Venue, a.SessionKind);

    private LocalDate? Day(InitiativeFact? fact) => fact?.InSession is { } session ? _sessions.GetValueOrDefault(session)?.On : fact?.OccurredOn;

    private void Enter(EntryId entry, InitiativeFact fact)
    {
        _inForce[entry] = fact;
        if (fact is SessionHeld held)
            _sessions[held.Session] = held; // and stays, so that a count of a session that has gone still has a day
        if (fact.InSession is not { } session)
            return;
        if (!_standing.TryGetValue(session, out var standing))
            _standing.Add(session, standing = []);
        standing.Add(entry);
    }

    private void Leave(EntryId entry, InitiativeFact fact)
    {
        _inForce.Remove(entry);
        if (fact.InSession is { } session)
            _standing.GetValueOrDefault(session)?.Remove(entry);
    }
}
