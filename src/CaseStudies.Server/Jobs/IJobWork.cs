using System.Text.Json;
using CaseStudies.Domain;

namespace CaseStudies.Server.Jobs;

/// <summary>
/// How one kind of job is done. A crash, a shutdown or a lost lease may end it anywhere, and it is begun again with the last checkpoint: every step
/// must bear repetition.
/// </summary>
internal interface IJobWork
{
    string Kind { get; }

    /// <summary>What the job is called on its page.</summary>
    PublicText Name { get; }

    /// <summary>False: only another node can do it.</summary>
    Task<bool> CanRunHereAsync(CancellationToken cancellation) => Task.FromResult(true);

    /// <exception cref="JobRefusedException">It cannot be done, and trying again unchanged would not help.</exception>
    Task<JobResult> RunAsync(IJobRun run, CancellationToken cancellation);

    /// <summary>After a cancellation: leaves what was done so far in good order.</summary>
    Task UndoAsync(IJobRun run, SubjectId by, CancellationToken cancellation) => Task.CompletedTask;
}

/// <summary>What the work may do to its job.</summary>
internal interface IJobRun
{
    Job Job { get; }

    /// <summary>Says how far it has come; saved about once a second.</summary>
    /// <exception cref="OperationCanceledException">Another runner has the job, or it is to end.</exception>
    void Report(string phase, long done, long? total);

    /// <summary>Saves how far it has come, and from where to go on.</summary>
    Task CheckpointAsync(JsonElement checkpoint, CancellationToken cancellation);

    /// <summary>The file that came with the job; null: there is none.</summary>
    Task<JobFile?> InputAsync(CancellationToken cancellation);
}

/// <summary>What a job came to.</summary>
/// <param name="Name">Of a file to be fetched; null: it is told in the job's own answer. Without personal data.</param>
internal sealed record JobResult(string MediaType, Stream Content, string? Name = null)
{
    public static JobResult Json<T>(T value) => new("application/json", new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(value, DomainJson.Options)));
}

/// <summary>A job cannot be done.</summary>
internal sealed class JobRefusedException(string code, int status, PublicText sentence, IReadOnlyDictionary<string, object?>? more = null) : Exception(code)
{
    public string Code { get; } = code;
    public int Status { get; } = status;
    public PublicText Sentence { get; } = sentence;
    public IReadOnlyDictionary<string, object?> More { get; } = more ?? new Dictionary<string, object?>();
}
