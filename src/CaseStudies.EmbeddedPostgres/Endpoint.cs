using Npgsql;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>How to reach the server: through its private socket where there is one, else TCP on this machine.</summary>
internal sealed record Endpoint(string Host, int Port, string Password)
{
    internal const string Local = "127.0.0.1";

    /// <summary>
    /// SCRAM is demanded, and with it both sides prove that they know the random password: a stranger who took our
    /// port while the server was down gets no further.
    /// </summary>
    internal string ConnectionString(string database) => Builder(database).ConnectionString;

    /// <summary>As another role than the superuser.</summary>
    internal string ConnectionString(string database, string role, string password)
    {
        var builder = Builder(database);
        (builder.Username, builder.Password) = (role, password);
        return builder.ConnectionString;
    }

    /// <summary>For our own questions: no pool that would hold a connection open, and an answer soon or never.</summary>
    internal NpgsqlConnection Connect(string database)
    {
        var builder = Builder(database);
        builder.Pooling = false;
        builder.Timeout = 3;
        builder.CommandTimeout = 60;
        return new NpgsqlConnection(builder.ConnectionString);
    }

    private NpgsqlConnectionStringBuilder Builder(string database) => new()
    {
        Host = Host,
        Port = Port,
        Username = Credentials.User,
        Password = Password,
        Database = database,
        RequireAuth = "ScramSHA256",
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
    };

    public override string ToString() => $"{Host}:{Port}";
}
