using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CaseStudies.Server.Store;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace CaseStudies.Server.Accounts;

/// <summary>
/// The accounts and what belongs to them, in a schema of their own. A change of the model needs a migration; DECISIONS.md says how it is made.
/// </summary>
internal sealed partial class AccountsDb(DbContextOptions<AccountsDb> options) : IdentityUserContext<Account>(options)
{
    public const string Schema = Tables.AccountsSchema;

    private const string UserRows = "users", TokenRows = "tokens", PasskeyRows = "passkeys", SessionRows = "sessions", LinkRows = "links",
        KeyRows = "keys", LogoutRows = "logouts", MigrationRows = "migrations";

    public const string MigrationTable = $"{Schema}.{MigrationRows}", UserTable = $"{Schema}.{UserRows}", KeyTable = $"{Schema}.{KeyRows}";

    /// <summary>What a backup holds: by whom a member's id is used, and how the person shows it. An account comes before what refers to it.</summary>
    public static ImmutableArray<string> Kept { get; } = [.. ((string[])[UserRows, TokenRows, PasskeyRows]).Select(t => $"{Schema}.{t}")];

    /// <summary>What belongs to one store and its time: whoever restores it elsewhere finds nobody signed in.</summary>
    public static ImmutableArray<string> LeftOut { get; } =
        [.. ((string[])[SessionRows, LinkRows, KeyRows, LogoutRows, MigrationRows]).Select(t => $"{Schema}.{t}")];

    /// <summary>The framework asks the options which tables there are.</summary>
    public static void WithPasskeys(IdentityOptions options) => options.Stores.SchemaVersion = IdentitySchemaVersions.Version3;

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<OneTimeLink> Links => Set<OneTimeLink>();

    public DbSet<HeardLogout> Logouts => Set<HeardLogout>();

    /// <remarks>The data source is the application's. It is not named here, so that all applications of a process share the model.</remarks>
    public static void Configure(DbContextOptionsBuilder options) => options.UseNpgsql(n =>
    {
        n.UseNodaTime();
        n.MigrationsHistoryTable(MigrationRows, Schema);
    });

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.HasDefaultSchema(Schema);
        builder.Entity<Account>(e =>
        {
            e.ToTable(UserRows).Ignore(a => a.IsDisabled);
            e.Property(a => a.UserName).HasMaxLength(Account.MaximumLogin);
            e.Property(a => a.NormalizedUserName).HasMaxLength(Account.MaximumLogin);
        });
        builder.Ignore<IdentityUserClaim<string>>();
        builder.Ignore<IdentityUserLogin<string>>();
        builder.Entity<IdentityUserToken<string>>().ToTable(TokenRows);
        builder.Entity<IdentityUserPasskey<string>>().ToTable(PasskeyRows);
        builder.Entity<DataProtectionKey>().ToTable(KeyRows);
        builder.Entity<Session>(e =>
        {
            e.ToTable(SessionRows).HasKey(s => s.KeyHash);
            e.HasIndex(s => s.Id).IsUnique();
            e.Property(s => s.Agent).HasMaxLength(Session.MaximumAgent);
            e.HasIndex(s => s.Member);
            e.HasIndex(s => s.ProviderSession);
            e.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
        builder.Entity<HeardLogout>().ToTable(LogoutRows).HasKey(l => l.Hash);
        builder.Entity<OneTimeLink>(e =>
        {
            e.ToTable(LinkRows).HasKey(l => l.Hash);
            e.HasOne<Account>().WithMany().HasForeignKey(l => l.AccountId).OnDelete(DeleteBehavior.Cascade);
        });
        // What is owned is one column of JSON.
        foreach (var property in builder.Model.GetEntityTypes().Where(t => !t.IsOwned()).SelectMany(t => t.GetProperties()))
            property.SetColumnName(Words().Replace(property.Name, "_$0").ToLowerInvariant());
    }

    /// <summary>Each capital letter that begins a word within a name.</summary>
    [GeneratedRegex("(?<=[a-z0-9])[A-Z]")]
    private static partial Regex Words();

    /// <summary>For the tool that makes migrations: it reads the model and connects to nothing.</summary>
    internal sealed class AtDesign : IDesignTimeDbContextFactory<AccountsDb>
    {
        public AccountsDb CreateDbContext(string[] args)
        {
            var options = new DbContextOptionsBuilder<AccountsDb>();
            Configure(options);
            options.UseApplicationServiceProvider(new ServiceCollection().Configure<IdentityOptions>(WithPasskeys)
                .AddSingleton(NpgsqlDataSource.Create("Host=localhost")).BuildServiceProvider());
            return new(options.Options);
        }
    }
}
