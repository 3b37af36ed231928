using System.Text.RegularExpressions;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Tests.Rules;

/// <summary>
/// Who reads and writes past row-level security; everything else names the organisation (<see cref="TenantConnections"/>). Read off the
/// sources, so that a new place is seen and asked for its reason.
/// </summary>
public sealed partial class BackgroundTests
{
    private static readonly Dictionary<string, string> s_reasons = new()
    {
        ["Access/SecurityLogWork.cs"] = "forgets what is older than the log is kept, of all organisations",
        ["Backup/BackupRestorer.cs"] = "a restore fills the store of all organisations, as the owner",
        ["Backup/BackupTaker.cs"] = "a backup holds all organisations",
        ["Capture/GroupCommitter.cs"] = "opens its sessions on a transaction that has named its organisations",
        ["Capture/Recorder.cs"] = "makes the one above",
        ["Capture/VaultPersons.cs"] = "a sweep forgets people whom no entry names",
        ["Capture/VaultUpgrade.cs"] = "brings all organisations up to date, and changes what nothing else may",
        ["Jobs/JobStore.cs"] = "a sweep looks for jobs that nobody works on, and for old ones",
        ["Operations/ClockCheck.cs"] = "asks for the time",
        ["Operations/DiskCheck.cs"] = "asks where the data lie",
        ["Operations/HealthEndpoints.cs"] = "makes the checks",
        ["Operations/SchemaCheck.cs"] = "compares tables with what they should be",
        ["Operations/ViewsCheck.cs"] = "asks how far the views are",
        ["Persons/ErasureList.cs"] = "lists the erasures of all organisations for the operator",
        ["Problems/DeadSessionMiddleware.cs"] = "closes sessions",
        ["Projections/Memberships.cs"] = "the organisations of a person are asked for before any is named",
        ["Projections/OrganisationRebuild.cs"] = "a rebuild lists all organisations, and replaces what only it may remove",
        ["Projections/PortfolioRebuild.cs"] = "the view is one for all organisations",
        ["Projections/Rebuild.cs"] = "a rebuild lists all initiatives, and replaces what only it may remove",
        ["Push/FeedPushStore.cs"] = "a sweep looks for feeds that have something to send",
        ["Read/GrantedReader.cs"] = "who granted something to a person is asked for before any organisation is named",
        ["Read/PortfolioReader.cs"] = "the organisations of a person are asked for before any is named",
        ["Store/HalfSentSessions.cs"] = "ends sessions of the background too",
        ["Store/StoreSetup.cs"] = "Marten's views and Wolverine's messages are of all organisations",
        ["Store/StreamAppends.cs"] = "opens its sessions on a transaction that has named its organisations",
        ["Store/TenantSessions.cs"] = "opens its sessions on a connection that has named its organisation",
    };

    [Fact]
    public void Each_place_is_known_with_its_reason() => Assert.Equal(
        s_reasons.Keys.Order(StringComparer.Ordinal),
        SourceFile.All().Where(f => f.Path != "Store/BackgroundConnections.cs" && Reaching().IsMatch(f.Text)).Select(f => f.Path)
            .Order(StringComparer.Ordinal));

    /// <remarks>A data source of its own would be no known connection at all. Accounts and identities come before any organisation.</remarks>
    [Fact]
    public void Connections_are_made_in_the_store_and_by_what_runs_before_it() => Assert.Equal(
        ["Access/Identities.cs", "Accounts/AccountTables.cs", "Accounts/FormKeys.cs", "Accounts/KnownAccounts.cs", "Commands/Database.cs",
            "Operations/DatabaseCheck.cs", "Problems/DeadSessionMiddleware.cs", "Store/BackgroundConnections.cs", "Store/CommitConnections.cs",
            "Store/StoreRoles.cs", "Store/StoreSetup.cs", "Store/TenantConnections.cs"],
        SourceFile.All().Where(f => Connecting().IsMatch(f.Text)).Select(f => f.Path).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("internal sealed class X(BackgroundConnections background)", true)]
    [InlineData("internal sealed class X(IDocumentStore store)", true)]
    [InlineData("internal sealed class X(TenantConnections connections)", false)]
    [InlineData("await using var session = await sessions.QueryAsync(organisation, cancellation);", false)]
    public void A_place_is_seen(string line, bool seen) => Assert.Equal(seen, Reaching().IsMatch(line));

    [GeneratedRegex(@"\b(BackgroundConnections|IDocumentStore)\s+\w+|<(BackgroundConnections|IDocumentStore)>|new\s+BackgroundConnections\b")]
    private static partial Regex Reaching();

    [GeneratedRegex(@"\bnew\s+NpgsqlConnection\(|\bnew\(new NpgsqlConnectionStringBuilder|\bNpgsqlDataSource\s+\w+|\bNpgsqlDataSourceBuilder\b|\.DataSource\(")]
    private static partial Regex Connecting();
}
