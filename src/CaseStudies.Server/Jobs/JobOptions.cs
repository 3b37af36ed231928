using NodaTime;

namespace CaseStudies.Server.Jobs;

/// <summary>The times of jobs (<c>Jobs:…</c> in the configuration), in seconds.</summary>
internal sealed class JobOptions(IConfiguration configuration)
{
    /// <summary>In this process.</summary>
    public Guid Node { get; } = Guid.NewGuid();

    /// <summary>No other process can be on this database, so a job that another one holds is held by nobody.</summary>
    public bool Alone { get; } = configuration.GetValue("Store:Alone", false);

    /// <summary>A runner without a sign of life for so long has lost its job.</summary>
    public Duration Lease { get; } = Seconds(configuration, "LeaseSeconds", 15);

    /// <summary>A job that waits for so long is woken up again: its message may be lost.</summary>
    public Duration Forgotten { get; } = Seconds(configuration, "ForgottenSeconds", 30);

    /// <summary>Between two looks for jobs that nobody works on.</summary>
    public Duration Sweep { get; } = Seconds(configuration, "SweepSeconds", 5);

    /// <summary>Between two saves of a job's progress.</summary>
    public Duration Beat { get; } = Seconds(configuration, "BeatSeconds", 1);

    /// <summary>For so long after its end a job and what it came to are kept.</summary>
    public Duration Kept { get; } = Seconds(configuration, "KeptSeconds", 3.0 * 24 * 3600);

    public int Parallel { get; } = configuration.GetValue("Jobs:Parallel", 2);

    /// <summary>Rows of a file from which on an import is a job.</summary>
    public int ImportRows { get; } = configuration.GetValue("Jobs:ImportRows", 2_000);

    /// <summary>Rows from which on an export is a job.</summary>
    public int ExportRows { get; } = configuration.GetValue("Jobs:ExportRows", 100_000);

    private static Duration Seconds(IConfiguration configuration, string key, double otherwise) =>
        Duration.FromSeconds(configuration.GetValue($"Jobs:{key}", otherwise));
}
