using CaseStudies.Domain;
using Npgsql;

namespace CaseStudies.Server.Store;

/// <summary>Several queries about named organisations in one round trip, each with a callback for its rows.</summary>
/// <remarks>
/// The naming comes first and holds until the transaction ends. Where there is none, the round trip is one. Each statement sees what was committed when it
/// began. One that locks must come before the one that reads what it locked.
/// </remarks>
internal sealed class SqlBatch
{
    private readonly List<(NpgsqlBatchCommand Command, Action<NpgsqlDataReader> Row)> _statements = [];

    public SqlBatch(IEnumerable<Slug> organisations) => Add(TenantNames.ForTransaction, _ => { }, [TenantNames.Value(organisations)]);

    /// <summary>In seconds; null: as the connection is set.</summary>
    public int? Timeout { get; init; }

    /// <summary>Some rows were handed over, so that it must not run again.</summary>
    public bool HasTold { get; private set; }

    public void Add(string sql, Action<NpgsqlDataReader> row, object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        _statements.Add((command, row));
    }

    public async Task RunAsync(NpgsqlConnection connection, CancellationToken cancellation = default)
    {
        await using var batch = connection.CreateBatch();
        batch.Timeout = Timeout ?? batch.Timeout;
        foreach (var (command, _) in _statements)
            batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        foreach (var (_, row) in _statements)
        {
            while (await reader.ReadAsync(cancellation))
            {
                HasTold = true;
                row(reader);
            }

            await reader.NextResultAsync(cancellation);
        }
    }
}
