namespace CaseStudies.Server.Commands;

/// <summary><c>demo</c>: the case studies, loaded and held against what was published.</summary>
internal static class DemoCommand
{
    /// <summary>Loads and compares in the running application's store.</summary>
    public static async Task<bool> LoadAsync(IServiceProvider services, TextWriter output, CancellationToken cancellation)
    {
        await output.WriteLineAsync("Loading the reconstructed logs of the case studies …");
        var samples = await Loader(services).LoadAsync(output, cancellation);
        var (equal, all) = await Report(services).CompareAsync(samples, output, cancellation);
        await output.WriteLineAsync($"\nheadline figures as published: {equal} of {all}");
        return equal == all && all > 0;
    }

    /// <summary>The same on a throw-away store, and the sensitivity of each figure.</summary>
    public static async Task<bool> ProbeAsync(IServiceProvider services, TextWriter output, CancellationToken cancellation)
    {
        var samples = await Loader(services).LoadAsync(output, cancellation);
        var (sensitive, all) = await Report(services).ProbeAsync(samples, output, cancellation);
        await output.WriteLineAsync($"\nsensitive: {sensitive} of {all}");
        return sensitive == all && all > 0;
    }

    private static SampleLoader Loader(IServiceProvider services) => ActivatorUtilities.CreateInstance<SampleLoader>(services);

    private static DemoReport Report(IServiceProvider services) => ActivatorUtilities.CreateInstance<DemoReport>(services);
}
