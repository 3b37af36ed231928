using System.Collections.Immutable;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Read;
using CaseStudies.Server.Wording;
using NodaTime;

namespace CaseStudies.Server.Recording;

/// <summary>What one command did, and what has become of it.</summary>
/// <param name="Lines">Its changes, in its order.</param>
/// <param name="Session">The session that it is about, if that is in force.</param>
public sealed record ActModel(InitiativeHeader Face, CommandId Act, ImmutableArray<ActModel.Line> Lines, SessionId? Session)
{
    /// <summary>Nothing that it did has been changed since. Then it can be undone.</summary>
    public bool Stands => Lines.All(l => l.Stands);

    /// <summary>Everything is as it was before.</summary>
    public bool IsUndone => Lines.All(l => l.IsUndone);

    /// <returns>Null: there is no such command, or what it did is not in force.</returns>
    internal static ActModel? FromRows(InitiativeView view, KnownRows known, CommandId act)
    {
        var text = new EntryText(view.Book);
        // Read twice instead of being kept: an initiative may have a hundred thousand changes.
        var changes = ChangeLog.FromRows(known.Rows, view.Book.Frontier);
        var own = changes.Where(c => c.Act == act && c.Entry is not null).ToList();
        if (own.Count == 0)
            return null;
        var entries = own.Select(c => c.Entry).ToHashSet();
        var session = own.Select(c => c.After switch { SessionHeld held => held.Session, PersonAttended at => at.Session, _ => (SessionId?)null })
            .FirstOrDefault(s => s is { } id && view.Book.Session(id) is not null);
        var last = changes.Where(c => entries.Contains(c.Entry)).GroupBy(c => c.Entry!.Value).ToDictionary(c => c.Key, c => c.Last());
        return new(InitiativeHeader.FromView(view), act, [.. own.Select(c =>
        {
            var now = last[c.Entry!.Value];
            return new Line(
                c.Entry.Value, c.What, c.OnAfter ?? c.OnBefore, Told(c.Before), Told(c.After), c.RecordedAt, now.Act == act, IsAsBefore(c.Before, now.After));
        })], session);

        LocalizedText? Told(InitiativeFact? fact) => fact is null ? null : text.Describe(fact);
    }

    private static bool IsAsBefore(InitiativeFact? before, InitiativeFact? now) =>
        before is null || now is null ? before == now : DomainJson.AreAlike(before, now);

    /// <param name="On">The day of the entry.</param>
    /// <param name="From">Its content until then; null where there was none.</param>
    /// <param name="To">Its content from then on; null where there is none.</param>
    /// <param name="Stands">Nobody has changed the entry since.</param>
    /// <param name="IsUndone">The entry is again as it was before.</param>
    public sealed record Line(
        EntryId Entry, ChangeKind What, LocalDate? On, LocalizedText? From, LocalizedText? To, Instant RecordedAt, bool Stands, bool IsUndone);
}
