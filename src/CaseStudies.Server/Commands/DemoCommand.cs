namespace CaseStudies.Server.Commands;

/// <summary><c>demo</c>: the case studies, loaded and held against what was published.</summary>
internal static class DemoCommand
{
    /// <summary>Loads and compares in the running application's store.</summary>
    public static async Task<bool> LoadAsync(IServiceProvider services, TextWriter output, CancellationToken cancellation)
    {
        await output.WriteLineAsync("Loading the reconstructed logs of the case studies …");
        var samples = await Loader(services).LoadAsync(output, cancellation);
        var compared = await Report(services).CompareAsync(samples, output, cancellation);
        await output.WriteLineAsync($"\nfurther figures carried: {compared.Carried} of {compared.Further}");
        if (compared.Disagreeing > 0)
            await output.WriteLineAsync($"further figures that disagree, or are missing without a reason: {compared.Disagreeing}");
        await output.WriteLineAsync($"headline figures as published: {compared.AsPublished} of {compared.All}");
        return compared.AsPublished == compared.All && compared.All > 0 && compared.Disagreeing == 0;
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
