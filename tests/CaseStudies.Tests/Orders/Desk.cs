using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using NodaTime;

namespace CaseStudies.Tests.Orders;

/// <summary>Where commands arrive: decides and remembers as the server does, without a database.</summary>
internal sealed class Desk
{
    private readonly List<EntryRow> _rows = [];
    private Initiative? _state;

    public HashSet<CommandId> Accepted { get; } = [];

    public Instant Now { get; set; } = Instant.FromUtc(2026, 4, 1, 0, 0);

    public EntryBook Book => EntryBook.AsKnown(_rows);

    /// <summary>Null: accepted, now or before.</summary>
    public Refusal? Take(InitiativeCommand command)
    {
        if (Accepted.Contains(command.Command))
            return null;
        var decision = InitiativeDecisions.Decide(_state, command, LookedUp.For(command, _rows), Now);
        if (decision.Refusal is { } refusal)
            return refusal;
        foreach (var (index, body) in decision.Events.Index())
        {
            var stored = new StoredEvent(_rows.Count + 1,
                new(new("staff-1"), InitiativeDecisions.RecordedAt(_state, Now), null, command.Command, index, Provenance.Http), body);
            _rows.Add(EntryRow.FromEvent(stored));
            _state = Initiative.Evolve(_state, stored);
        }

        Accepted.Add(command.Command);
        return null;
    }
}
