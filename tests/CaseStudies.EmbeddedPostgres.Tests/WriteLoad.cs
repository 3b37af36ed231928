using System.Collections.Concurrent;
using Npgsql;

namespace CaseStudies.EmbeddedPostgres.Tests;

/// <summary>Writes pairs of rows, one transaction each, and notes every commit the server confirmed, until it is killed.</summary>
internal static class WriteLoad
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal static async Task RunAsync(string connectionString, int first, ConcurrentBag<int> committed)
    {
        try
        {
            await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
            await connection.OpenAsync(Ct);
            for (var tx = first; ; tx++)
            {
                await using var transaction = await connection.BeginTransactionAsync(Ct);
                await using var insert = new NpgsqlCommand($"insert into t values ({tx}, 1); insert into t values ({tx}, 2)", connection);
                await insert.ExecuteNonQueryAsync(Ct);
                await transaction.CommitAsync(Ct);
                committed.Add(tx);
            }
        }
        catch (Exception e) when (e is NpgsqlException or IOException)
        {
            // The server was killed, as intended.
        }
    }
}
