using System.Diagnostics;

namespace CaseStudies.Benchmarks;

/// <summary>What this process holds; PostgreSQL's is its own.</summary>
internal static class Memory
{
    public static long Now() => GC.GetTotalMemory(forceFullCollection: true);

    /// <summary>Managed memory kept since, and the process's peak so far.</summary>
    public static string Since(long before)
    {
        using var process = Process.GetCurrentProcess();
        return FormattableString.Invariant($"{(Now() - before) / 1e6:+0;-0;0}; {process.PeakWorkingSet64 / 1e6:0}");
    }
}
