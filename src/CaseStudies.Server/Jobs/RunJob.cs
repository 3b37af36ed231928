using Wolverine;
using Wolverine.Attributes;

namespace CaseStudies.Server.Jobs;

/// <summary>
/// Wakes a job up. Which organisation's it is stands on the envelope. It may come twice, late or never: the job's document says what is to be done.
/// </summary>
[MessageTimeout(3600)]
public sealed record RunJob(Guid Job);

/// <summary>Public, as its generated caller is.</summary>
public interface IJobRunner
{
    Task RunAsync(string organisation, Guid job, CancellationToken cancellation);
}

/// <summary>Takes the store's sessions from nobody: a job outlives any transaction.</summary>
public sealed class RunJobHandler(IJobRunner runner)
{
    public Task HandleAsync(RunJob message, Envelope envelope, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(envelope);
        return runner.RunAsync(envelope.TenantId!, message.Job, cancellation);
    }
}

/// <summary>The job was put down before its end and goes on later. It says nothing of what happened: a queue keeps what exceptions say.</summary>
public sealed class JobInterruptedException() : Exception("The job was interrupted and goes on later.");
