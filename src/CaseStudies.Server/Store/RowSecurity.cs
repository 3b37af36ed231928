using System.Collections.Immutable;

namespace CaseStudies.Server.Store;

/// <summary>
/// Row-level security: in PostgreSQL itself, every table with a column for the organisation shows and takes rows of the named ones only
/// (<see cref="TenantNames"/>), to their owner too. The roles of the background and of the owner see all if their session was opened for that.
/// </summary>
internal static class RowSecurity
{
    public const string Column = "tenant_id";

    /// <summary>
    /// The name under which Marten looks for a policy on each document's table, and leaves it where it asks for <see cref="TenantNames.Setting"/>. Without
    /// <c>UseRowLevelSecurity</c> on the document it would switch row-level security off at each start.
    /// </summary>
    private const string Tenants = "marten_tenant_isolation";

    private const string Background = "casestudies_background";

    /// <summary>The comment on our policies. Whoever changes what they say gives them another one, so that stores of earlier versions are told.</summary>
    private const string Version = "casestudies 1";

    /// <summary>In a subquery, so that the setting is read once a statement and not once a row. Without the setting it is null, and no row fits.</summary>
    private const string IsNamed =
        $"{Column} = any ((select string_to_array(current_setting('{TenantNames.Setting}', true), '{TenantNames.Separator}'))::text[])";

    private const string IsBackground = $"(select current_setting('{BackgroundConnections.Setting}', true) = 'on')";

    /// <summary>What the policies of a table must be, as <see cref="StoreTable.Policies"/> has them.</summary>
    /// <param name="background">Roles, in their order.</param>
    public static ImmutableArray<string> Policies(IEnumerable<string> background) =>
        [$"{Background}:{string.Join(',', background)}:{Version}", $"{Tenants}:public:{Version}"];

    /// <summary>For a transaction of the owner that loads whole tables, which PostgreSQL does only for whom it hides nothing from.</summary>
    public static string ForOwner(IEnumerable<string> tables) => string.Join("; ", tables.Select(t => $"alter table {t} no force row level security"));

    /// <summary>As it was, before that transaction ends.</summary>
    public static string ForAll(IEnumerable<string> tables) => string.Join("; ", tables.Select(t => $"alter table {t} force row level security"));

    /// <summary>
    /// What is missing on a table; nothing where all is as it must be. Policies that somebody else made are dropped, because each would show rows to somebody.
    /// </summary>
    /// <param name="background">Roles, in their order.</param>
    public static IEnumerable<string> Missing(StoreTable table, IReadOnlyList<string> background)
    {
        if (!table.HasTenants)
            yield break;
        if (!table.IsForced)
            yield return $"alter table {table.Quoted} enable row level security, force row level security";
        if (table.Policies.SequenceEqual(Policies(background)))
            yield break;
        foreach (var policy in table.Policies)
            yield return $"drop policy {StoreTable.Quote(policy[..policy.IndexOf(':', StringComparison.Ordinal)])} on {table.Quoted}";
        yield return $"create policy {Tenants} on {table.Quoted} using ({IsNamed}) with check ({IsNamed})";
        yield return $"create policy {Background} on {table.Quoted} to {string.Join(", ", background.Select(StoreTable.Quote))} using ({IsBackground})";
        foreach (var policy in new[] { Tenants, Background })
            yield return $"comment on policy {policy} on {table.Quoted} is '{Version}'";
    }
}
