using System.Runtime.CompilerServices;
using CaseStudies.Domain;
using CaseStudies.Domain.Entries;
using CaseStudies.Server.Store;
using CaseStudies.Server.Wording;

namespace CaseStudies.Server.Read;

/// <summary>Describes changes for members, in current wording. Works in small groups, so memory stays bounded.</summary>
/// <param name="vault">Null: whoever reads may not read private notes.</param>
internal sealed class ChangeDescriber(IVaultTexts? vault, Slug organisation, KnownRows known)
{
    /// <summary>The number of changes described with one query to the vault.</summary>
    private const int Handful = 500;

    private static readonly Dictionary<Guid, string> s_none = [];

    private readonly EntryText _text = new(known.Book);

    public async IAsyncEnumerable<ChangeRecord> DescribeAsync(IEnumerable<LoggedChange> changes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var handful in changes.Chunk(Handful))
        {
            var notes = vault is null
                ? s_none
                : await vault.TextsAsync(organisation, [.. handful.Select(c => c.Reason?.Note?.Vault).OfType<Guid>().Distinct()], cancellation);
            foreach (var change in handful)
                yield return Describe(change, notes);
        }
    }

    private ChangeRecord Describe(LoggedChange c, IReadOnlyDictionary<Guid, string> notes)
    {
        var note = c.Reason?.Note is { } kept ? notes.GetValueOrDefault(kept.Vault) : null;
        return new(
            c.What, c.Version, c.Event, c.Entry, c.Kind, c.OnBefore, c.OnAfter, c.Before is { } before ? _text.Describe(before) : null,
            c.After is { } after ? _text.Describe(after) : null,
            c is { What: ChangeKind.Corrected, Before: { } old, After: { } replacement } ? [.. new FieldTexts(_text).Between(old, replacement)] : [],
            c.RecordedAt, c.By, c.Act, c.Source, c.Origin, c.Reason?.Code, note, vault is not null && note is null && c.Reason?.Note is not null,
            c.Carried.Length,
            known.Closed.RestatedBy(c), c.Problem);
    }
}
