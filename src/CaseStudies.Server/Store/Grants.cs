using System.Collections.Immutable;

namespace CaseStudies.Server.Store;

/// <summary>
/// What each role may do with each table, beyond which it may nothing. What was recorded can be added to and read, and neither changed nor removed. What Marten
/// needs on the tables of its own is named with the reason.
/// </summary>
internal static class Grants
{
    private static readonly ImmutableArray<string>
        s_none = [], s_send = ["INSERT"], s_read = ["SELECT"], s_add = ["INSERT", "SELECT"], s_edit = ["INSERT", "SELECT", "UPDATE"],
        s_all = ["DELETE", "INSERT", "SELECT", "UPDATE"];

    /// <summary>An append raises the version of its stream, and locks the row for that.</summary>
    private static readonly ImmutableArray<string> s_append = ["INSERT", "SELECT", "UPDATE(timestamp)", "UPDATE(version)"];

    private static readonly Dictionary<string, (ImmutableArray<string> Serving, ImmutableArray<string> Background)> s_tables = new()
    {
        // The background marks a row that a hand inserted without its type as skipped: see PortfolioRebuild. It also appends what fills a gap in the numbers.
        [MartenTables.Events] = (s_add, [.. s_add, "UPDATE(is_skipped)"]),
        [MartenTables.Streams] = (s_append, s_append),
        // A rebuild replaces rows that do not follow from their event.
        [Tables.Entries] = (s_add, ["DELETE", "INSERT", "SELECT"]),
        [Tables.EntryRewrites] = (s_read, s_edit),
        // An erasure puts a random hash in the place of one that a name could be tried against.
        [Tables.Ledger] = ([.. s_add, "UPDATE(body_hash)"], s_read),
        [MartenTables.InitiativeStates] = (s_edit, s_all),
        [MartenTables.OrganisationStates] = (s_edit, s_all),
        // Its view alone writes it, and Marten empties it for a rebuild by truncate.
        [MartenTables.Portfolio] = (s_read, [.. s_all, "TRUNCATE"]),
        [MartenTables.Progress] = (s_read, s_all),
        // An erasure removes. The background brings what earlier versions kept to the form of today; see VaultUpgrade.
        [Tables.VaultTexts] = (["DELETE", .. s_add], ["DELETE", "SELECT", "UPDATE(person)"]),
        [Tables.VaultKeys] = (s_add, ["SELECT", "UPDATE(mapped_at)"]),
        [Tables.Persons] = (["DELETE", .. s_add, "UPDATE(made_at)"], ["DELETE", .. s_add, "UPDATE(made_at)"]),
        [Tables.Identities] = (s_none, [.. s_add, "UPDATE(signed_out_at)"]),
        [Tables.ApiKeys] = ([.. s_add, "UPDATE(last_used_at)"], s_read),
        [Tables.ImportMappings] = (s_all, s_read),
        [Tables.JobFiles] = (["DELETE", "INSERT", "SELECT"], s_none),
        // After its time the background forgets it.
        [Tables.SecurityLog] = (s_add, ["DELETE", "SELECT"]),
        [Tables.PushSecrets] = (s_all, s_none),
    };

    /// <summary>Of a table or sequence. A document that is not named above is an organisation's own; the background looks at all of them.</summary>
    public static (ImmutableArray<string> Serving, ImmutableArray<string> Background) Of(StoreTable table) =>
        table.IsSequence ? (["SELECT", "USAGE"], ["SELECT", "USAGE"])
        : table.Name.StartsWith(Tables.AccountsSchema + ".", StringComparison.Ordinal) ? (s_none, s_all)
        : s_tables.TryGetValue(table.Name, out var named) ? named
        : MartenTables.IsMailbox(table.Name) ? (s_send, s_all)
        : MartenTables.IsMessaging(table.Name) ? (s_none, s_all)
        : MartenTables.IsDocument(table.Name) ? (s_all, s_read)
        : MartenTables.IsOfViews(table.Name) ? (s_none, s_all)
        : (s_none, s_none);

    /// <summary>What makes the rights of a role on a table what they must be; nothing where they are.</summary>
    /// <param name="addOnly">Nothing is taken away: programs of an earlier version may still be running.</param>
    public static IEnumerable<string> Missing(StoreTable table, string role, ImmutableArray<string> has, ImmutableArray<string> wanted, bool addOnly)
    {
        var tooMuch = !addOnly && has.Except(wanted).Any();
        if (!tooMuch && wanted.All(has.Contains))
            yield break;
        var on = $"{(table.IsSequence ? "sequence " : "")}{table.Quoted}";
        if (tooMuch)
            yield return $"revoke all on {on} from {role}";
        if (wanted.Length > 0)
            yield return $"grant {string.Join(", ", wanted)} on {on} to {role}";
    }
}
