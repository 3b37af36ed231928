using System.Globalization;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>
/// A clock that one process reads instead of the machine's, by the library libfaketime (Debian: <c>libfaketime</c>). Where it is not installed, no clock
/// moves; the gate installs it and names it by <c>CASESTUDIES_TEST_FAKETIME</c>.
/// </summary>
internal sealed class FakeTime : IDisposable
{
    /// <summary>Until the process looks at it again.</summary>
    public static readonly TimeSpan Unnoticed = TimeSpan.FromSeconds(1);

    private readonly string _file = Path.GetTempFileName();

    public FakeTime() => Move(TimeSpan.Zero);

    private static string? Library { get; } = Environment.GetEnvironmentVariable("CASESTUDIES_TEST_FAKETIME") is { Length: > 0 } named
        ? named
        : Directory.Exists("/usr/lib") ? Directory.EnumerateFiles("/usr/lib", "libfaketimeMT.so.1", new EnumerationOptions
        {
            RecurseSubdirectories = true, MaxRecursionDepth = 2, IgnoreInaccessible = true,
        }).FirstOrDefault() : null;

    public static bool IsThere => Library is not null;

    /// <summary>What a process needs to read this clock. Its other clock, which only measures, stays the machine's.</summary>
    public IReadOnlyDictionary<string, string> Settings => Library is null ? new Dictionary<string, string>() : new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = Library, ["FAKETIME_TIMESTAMP_FILE"] = _file, ["FAKETIME_CACHE_DURATION"] = "1", ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        ["NO_FAKE_STAT"] = "1",
    };

    public void Move(TimeSpan by) => File.WriteAllText(_file, by.TotalSeconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture));

    public void Dispose() => File.Delete(_file);
}
