using CaseStudies.Domain;
using CaseStudies.Server.Store;
using CaseStudies.Sheets;
using Npgsql;

namespace CaseStudies.Server.Jobs;

/// <summary>What came with a job, or came out of it.</summary>
/// <param name="Head">JSON beside the bytes: what the file is called, how it is read.</param>
/// <param name="Content">A temporary file that is gone once it is closed.</param>
internal sealed record JobFile(string Head, Stream Content) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Content.DisposeAsync();
}

internal enum JobFileRole
{
    Input,
    Result,
}

/// <summary>
/// Files of jobs, in pieces in the vault's schema, since they and their names may hold personal data. A node may die and another one go on, so no
/// node's own disk will do. They go with the job: the input at its end, all of it when the job is forgotten.
/// </summary>
internal sealed class JobFiles(TenantConnections connections)
{
    private const int Piece = 1 << 20;

    /// <summary>In the caller's transaction. The first row holds the head, the others the pieces.</summary>
    public static async Task WriteAsync(NpgsqlConnection connection, Slug organisation, Guid job, JobFileRole role, string head, Stream content,
        CancellationToken cancellation)
    {
        await InsertAsync(connection, organisation, job, role, 0, System.Text.Encoding.UTF8.GetBytes(head), cancellation);
        var buffer = new byte[Piece];
        for (var part = 1; await content.ReadAtLeastAsync(buffer, Piece, throwOnEndOfStream: false, cancellation) is > 0 and var read; part++)
            await InsertAsync(connection, organisation, job, role, part, buffer.AsMemory(0, read), cancellation);
    }

    public static async Task DeleteAsync(NpgsqlConnection connection, Slug organisation, Guid job, CancellationToken cancellation)
    {
        await using var delete = new NpgsqlCommand($"delete from {Tables.JobFiles} where tenant_id = $1 and job_id = $2", connection);
        Add(delete, organisation.Value, job);
        await delete.ExecuteNonQueryAsync(cancellation);
    }

    public async Task<JobFile?> ReadAsync(Slug organisation, Guid job, JobFileRole role, CancellationToken cancellation)
    {
        await using var connection = await connections.OpenAsync(organisation, cancellation);
        await using var select = new NpgsqlCommand(
            $"select content from {Tables.JobFiles} where tenant_id = $1 and job_id = $2 and role = $3 order by part", connection);
        Add(select, organisation.Value, job, NameOf(role));
        await using var reader = await select.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
            return null;
        var head = System.Text.Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(0));
        var file = SpooledFile.Create();
        try
        {
            while (await reader.ReadAsync(cancellation))
                await file.WriteAsync(reader.GetFieldValue<byte[]>(0), cancellation);
            file.Position = 0;
            return new(head, file);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private static async Task InsertAsync(NpgsqlConnection connection, Slug organisation, Guid job, JobFileRole role, int part, ReadOnlyMemory<byte> content,
        CancellationToken cancellation)
    {
        await using var insert = new NpgsqlCommand($"insert into {Tables.JobFiles} (tenant_id, job_id, role, part, content) values ($1, $2, $3, $4, $5)",
            connection);
        Add(insert, organisation.Value, job, NameOf(role), part, content);
        await insert.ExecuteNonQueryAsync(cancellation);
    }

    private static string NameOf(JobFileRole role) => role == JobFileRole.Input ? "input" : "result";

    private static void Add(NpgsqlCommand command, params object[] values)
    {
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
    }
}
