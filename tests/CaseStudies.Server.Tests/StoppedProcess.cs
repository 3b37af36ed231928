using CaseStudies.EmbeddedPostgres;

namespace CaseStudies.Server.Tests;

/// <summary>A process that is stopped by a signal until this is disposed of: it keeps what it holds, and answers nothing.</summary>
internal sealed class StoppedProcess : IDisposable
{
    internal const int SigStop = 19;
    internal const int SigContinue = 18;
    private readonly int _process;

    public StoppedProcess(int process)
    {
        _process = process;
        Native.Signal(process, SigStop);
    }

    /// <summary>For processes of the suite's own PostgreSQL.</summary>
    public static void SkipUnlessPostgresIsOurs() => Assert.SkipUnless(
        OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("CASESTUDIES_TEST_POSTGRES") is null, "stops processes by signal");

    public void Dispose() => Native.Signal(_process, SigContinue);
}
