using System.Text.Json;
using CaseStudies.Domain;
using JasperFx;
using NodaTime;

namespace CaseStudies.Server.Jobs;

public enum JobState
{
    Waiting,
    Running,
    Done,
    Failed,
    Cancelled,
}

/// <summary>
/// Work that takes time. This document is the truth about it; the message that is on its way only wakes it up. Each save names the version it was
/// read at, so of two runners one loses at its next save. It holds no personal data: files, results and problems lie in the vault's schema.
/// </summary>
public sealed record Job : IRevisioned
{
    public required Guid Id { get; init; }

    /// <summary>Counts the saves. The store fills it in.</summary>
    public int Version { get; set; }

    public required Slug Organisation { get; init; }

    /// <summary>Which <see cref="IJobWork"/> does it.</summary>
    public required string Kind { get; init; }

    /// <summary>Who asked for it.</summary>
    public required SubjectId By { get; init; }

    public required Instant AskedAt { get; init; }

    /// <summary>Where it concerns one initiative.</summary>
    public Slug? Initiative { get; init; }

    /// <summary>What exactly was asked for; without personal data.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>A file came with it, and is gone when it has ended. Who wants it done again sends the file again.</summary>
    public bool WithFile { get; init; }

    public JobState State { get; init; }

    /// <summary>What it is doing; a word of the kind's own.</summary>
    public string? Phase { get; init; }

    public long Done { get; init; }

    /// <summary>Null: not known yet.</summary>
    public long? Total { get; init; }

    /// <summary>What the work keeps, to go on from here after a crash; without personal data.</summary>
    public JsonElement? Checkpoint { get; init; }

    public Instant? StartedAt { get; init; }

    public Instant? EndedAt { get; init; }

    /// <summary>When a message was last sent for it; null: it is to be found at once.</summary>
    public Instant? WokenAt { get; init; }

    /// <summary>The one try that may save; null: nobody works on it.</summary>
    public Guid? Runner { get; init; }

    /// <summary>The process in which that try runs.</summary>
    public Guid? Node { get; init; }

    /// <summary>The runner's last sign of life.</summary>
    public Instant? BeatAt { get; init; }

    /// <summary>Tries since anything was achieved: work that kills its process must not be tried for ever.</summary>
    public int Fruitless { get; init; }

    /// <summary>All tries.</summary>
    public int Attempts { get; init; }

    /// <summary>Who wants it to end; it ends as soon as its runner sees this.</summary>
    public SubjectId? CancelledBy { get; init; }

    /// <summary>Why it failed: a problem's code. The problem itself lies beside the result.</summary>
    public string? Problem { get; init; }

    public bool HasEnded => State is JobState.Done or JobState.Failed or JobState.Cancelled;
}
