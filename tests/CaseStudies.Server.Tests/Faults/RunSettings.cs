using System.Globalization;

namespace CaseStudies.Server.Tests.Faults;

/// <summary>How long a run is, as the environment says.</summary>
internal static class RunSettings
{
    /// <summary>Repeats a run.</summary>
    public static int Seed { get; } = Number("CASESTUDIES_SEED", 20260401);

    public static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
