using System.Text;
using Npgsql;

namespace CaseStudies.EmbeddedPostgres;

/// <summary>Names and creation of databases.</summary>
internal static class DatabaseName
{
    private const int LongestInBytes = 63;

    /// <exception cref="ArgumentException">A name PostgreSQL would cut short without saying so, or cannot hold.</exception>
    internal static string Checked(string database)
    {
        ArgumentException.ThrowIfNullOrEmpty(database);
        return Encoding.UTF8.GetByteCount(database) <= LongestInBytes && !database.Contains('\0', StringComparison.Ordinal)
            ? database
            : throw new ArgumentException($"A database's name has at most {LongestInBytes} bytes and no zero character.", nameof(database));
    }

    internal static string Quoted(string database) => "\"" + database.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    /// <summary>Ends the sessions that still use it.</summary>
    internal static async Task DropAsync(Endpoint endpoint, string database, CancellationToken ct)
    {
        var connection = endpoint.Connect("postgres");
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(ct).ConfigureAwait(false);
            using var drop = new NpgsqlCommand($"drop database if exists {Quoted(database)} with (force)", connection);
            await drop.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
        }
    }

    internal static async Task EnsureAsync(Endpoint endpoint, string database, CancellationToken ct)
    {
        var connection = endpoint.Connect("postgres");
        await using (connection.ConfigureAwait(false))
        {
            await connection.OpenAsync(ct).ConfigureAwait(false);
            using var exists = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection);
            exists.Parameters.Add(new() { Value = database });
            if (await exists.ExecuteScalarAsync(ct).ConfigureAwait(false) is not null)
                return;
            using var create = new NpgsqlCommand("create database " + Quoted(database), connection);
            try
            {
                await create.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
            }
            catch (PostgresException e) when (
                e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
            {
                // Somebody was faster: both codes occur, depending on how close the race was.
            }
        }
    }
}
