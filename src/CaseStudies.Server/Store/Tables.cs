using System.Collections.Immutable;
using Weasel.Core;
using Weasel.Postgresql;
using Weasel.Postgresql.Tables;

namespace CaseStudies.Server.Store;

/// <summary>Our own tables, which Marten creates and checks with its own.</summary>
internal static class Tables
{
    public const string Entries = StoreSetup.Schema + ".entries";
    public const string EntryRewrites = StoreSetup.Schema + ".entry_rewrites";
    public const string Ledger = StoreSetup.Schema + ".command_ledger";
    public const string ImportMappings = StoreSetup.Schema + ".import_mappings";
    public const string VaultTexts = VaultSchema + ".texts";
    public const string Persons = VaultSchema + ".persons";
    public const string Identities = VaultSchema + ".identities";
    public const string ApiKeys = VaultSchema + ".api_keys";
    public const string VaultKeys = VaultSchema + ".organisation_keys";
    public const string JobFiles = VaultSchema + ".job_files";
    public const string PushSecrets = VaultSchema + ".push_secrets";
    public const string SecurityLog = VaultSchema + ".security_log";

    /// <summary>What Entity Framework makes for the accounts.</summary>
    public const string AccountsSchema = "accounts";

    private const string VaultSchema = "vault";

    /// <summary>Where our tables, Marten's and the accounts' lie.</summary>
    public static ImmutableArray<string> Schemas { get; } = [StoreSetup.Schema, VaultSchema, AccountsSchema];

    public static IEnumerable<Table> All =>
        [EntriesTable(), EntryRewritesTable(), LedgerTable(), VaultTextsTable(), VaultKeysTable(), ImportMappingsTable(), JobFilesTable(), PushSecretsTable(),
            IdentitiesTable(), ApiKeysTable(), PersonsTable(), SecurityLogTable()];

    /// <summary>The bitemporal relation: one row for each event, appended and never changed. A rebuild replaces those that differ from their event.</summary>
    private static Table EntriesTable()
    {
        var table = New(StoreSetup.Schema, "entries");
        table.AddColumn("tenant_id", "text").AsPrimaryKey();
        table.AddColumn("stream_id", "text").AsPrimaryKey();
        table.AddColumn("version", "integer").AsPrimaryKey();
        table.AddColumn("recorded_at", "timestamptz").NotNull();
        table.AddColumn("recorded_by", "text").NotNull();
        table.AddColumn("source", "text").NotNull();
        table.AddColumn("kind", "text").NotNull();
        table.AddColumn("occurred_on", "date");
        table.AddColumn("identity", "text");
        table.AddColumn("opens", "uuid");
        table.AddColumn("closes", "uuid");
        table.AddColumn("fact", "jsonb");
        table.AddColumn("reason", "jsonb");
        table.AddColumn("problem", "text");
        table.AddColumn("command", "uuid");
        table.AddColumn("import", "uuid");
        table.AddColumn("sheet", "integer");
        table.AddColumn("sheet_row", "integer");
        table.AddColumn("captured_at", "timestamptz");
        table.Indexes.Add(new IndexDefinition("ix_entries_opens") { Columns = ["tenant_id", "stream_id", "opens"], Predicate = "opens is not null" });
        table.Indexes.Add(new IndexDefinition("ix_entries_closes") { Columns = ["tenant_id", "stream_id", "closes"], Predicate = "closes is not null" });
        table.Indexes.Add(new IndexDefinition("ix_entries_identity") { Columns = ["tenant_id", "stream_id", "identity"], Predicate = "identity is not null" });
        table.Indexes.Add(new IndexDefinition("ix_entries_import_ends") { Columns = ["tenant_id", "stream_id", "import"],
            Predicate = "(sheet = 0 and kind <> 'import_begun')" });
        return table;
    }

    /// <summary>When rows of a stream were last rewritten; see <see cref="Store.EntryRewrites"/>.</summary>
    private static Table EntryRewritesTable()
    {
        var table = New(StoreSetup.Schema, "entry_rewrites");
        table.AddColumn("tenant_id", "text").AsPrimaryKey();
        table.AddColumn("stream_id", "text").AsPrimaryKey();
        table.AddColumn("rewritten_in", "bigint").NotNull();
        return table;
    }

    /// <summary>Every command ever accepted. Rows are never deleted, so that a command counts once even after years.</summary>
    private static Table LedgerTable()
    {
        var table = New(StoreSetup.Schema, "command_ledger");
        table.AddColumn("tenant_id", "text").AsPrimaryKey();
        table.AddColumn("command_id", "uuid").AsPrimaryKey();
        table.AddColumn("body_hash", "bytea").NotNull();
        table.AddColumn("stream_id", "text").NotNull();
        table.AddColumn("first_version", "integer").NotNull();
        table.AddColumn("events", "integer").NotNull();
        table.AddColumn("recorded_at", "timestamptz").NotNull();
        return table;
    }

    /// <summary>The mappings of an organisation's sheets. People edit them; nothing is derived from them.</summary>
    private static Table ImportMappingsTable()
    {
        var table = New(StoreSetup.Schema, "import_mappings");
        table.AddColumn("tenant_id", "text").AsPrimaryKey();
        table.AddColumn("key", "text").AsPrimaryKey();
        table.AddColumn("mapping", "jsonb").NotNull();
        table.AddColumn("saved_at", "timestamptz").NotNull();
        return table;
    }

    private static Table VaultTextsTable()
    {
        var table = New(VaultSchema, "texts");
        table.AddColumn("tenant_id", "text").AsPrimaryKey();
        table.AddColumn("id", "uuid").AsPrimaryKey();
        table.AddColumn("stream_id", "text").NotNull();
        table.AddColumn("field", "text").NotNull();
        table.AddColumn("value", "text").NotNull();
        table.AddColumn("salt", "bytea").NotNull();
        table.AddColumn("person", "text");
        table.Indexes.Add(new IndexDefinition("ix_texts_person") { Columns = ["tenant_id", "person"], Predicate = "person is not null" });
        return table;
    }

    /// <summary>Which random id each name has, by a keyed hash of the name. Without its row, nothing leads from a name to the id.</summary>
    /// <remarks><c>made_at</c>: no entry was seen yet that names the id, so it may be of a file that nobody imported.</remarks>
    private static Table PersonsTable()
    {
        var table = New(VaultSchema, "persons");
        table.AddColumn("tenant_id", "text").AsPrimaryKey();
        table.AddColumn("print", "uuid").AsPrimaryKey();
        table.AddColumn("person", "text").NotNull();
        table.AddColumn("made_at", "timestamptz");
        table.Indexes.Add(new IndexDefinition("ix_persons_person") { Columns = ["tenant_id", "person"] });
        table.Indexes.Add(new IndexDefinition("ix_persons_made_at") { Columns = ["made_at"], Predicate = "made_at is not null" });
        return table;
    }

    private static Table VaultKeysTable()
    {
        var table = New(VaultSchema, "organisation_keys");
        table.AddColumn("tenant_id", "text").AsPrimaryKey();
        table.AddColumn("key", "bytea").NotNull();
        table.AddColumn("mapped_at", "timestamptz"); // null: kept by an earlier version; see VaultUpgrade
        return table;
    }

    /// <summary>Files that came with jobs or came out of them, in pieces: they and their names may hold personal data. They go with their jobs.</summary>
    private static Table JobFilesTable()
    {
        var table = New(VaultSchema, "job_files");
        table.AddColumn("tenant_id", "text").AsPrimaryKey();
        table.AddColumn("job_id", "uuid").AsPrimaryKey();
        table.AddColumn("role", "text").AsPrimaryKey();
        table.AddColumn("part", "integer").AsPrimaryKey();
        table.AddColumn("content", "bytea").NotNull();
        return table;
    }

    /// <summary>With which each organisation's pushed feed is signed. Written over HTTP, read only to sign.</summary>
    private static Table PushSecretsTable()
    {
        var table = New(VaultSchema, "push_secrets");
        table.AddColumn("tenant_id", "text").AsPrimaryKey();
        table.AddColumn("secret", "text").NotNull();
        return table;
    }

    /// <summary>Who stands behind the ids of members. Not of one organisation: a person may belong to several.</summary>
    private static Table IdentitiesTable()
    {
        var table = New(VaultSchema, "identities");
        table.AddColumn("issuer", "text").AsPrimaryKey();
        table.AddColumn("subject", "text").AsPrimaryKey();
        table.AddColumn("member", "text").NotNull();
        table.AddColumn("signed_out_at", "timestamptz"); // tokens that were issued until then are refused
        table.Indexes.Add(new IndexDefinition("ux_identities_member") { Columns = ["member"], IsUnique = true });
        return table;
    }

    /// <summary>By what a program's key is recognised. The key itself is stored nowhere.</summary>
    private static Table ApiKeysTable()
    {
        var table = New(VaultSchema, "api_keys");
        table.AddColumn("tenant_id", "text").AsPrimaryKey();
        table.AddColumn("hash", "bytea").AsPrimaryKey();
        table.AddColumn("member", "text").NotNull();
        table.AddColumn("prefix", "text").NotNull();
        table.AddColumn("until", "timestamptz").NotNull();
        table.AddColumn("last_used_at", "timestamptz");
        return table;
    }

    /// <summary>Who signed in, was refused, read names or exported. A network address is personal data, so it lies in the vault.</summary>
    private static Table SecurityLogTable()
    {
        var table = New(VaultSchema, "security_log");
        table.AddColumn("tenant_id", "text").AsPrimaryKey();
        table.AddColumn("at", "timestamptz").AsPrimaryKey();
        table.AddColumn("id", "uuid").AsPrimaryKey();
        table.AddColumn("event", "text").NotNull();
        table.AddColumn("member", "text").NotNull();
        table.AddColumn("about", "text").NotNull();
        table.AddColumn("address", "text").NotNull();
        table.AddColumn("trace", "text").NotNull();
        return table;
    }

    private static Table New(string schema, string name) => new(new PostgresqlObjectName(schema, name, SchemaUtils.IdentifierUsage.General));
}
