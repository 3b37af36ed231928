namespace CaseStudies.Benchmarks;

/// <summary>How much is measured; <c>--quick</c> only shows that the program still runs, its figures mean little.</summary>
internal sealed record Sizes(
    int Organisations, int EventsPerOrganisation, int LoadedOrganisations, int[] Writers, int Rounds, TimeSpan Turn, int[] Entries, int Readings,
    int[] ImportedRows, (int Initiatives, int Entries) Rotating, LoadSizes Loads)
{
    /// <summary>Of one organisation; so that writers spread over a hundred streams.</summary>
    public const int InitiativesPerOrganisation = 2;

    private static readonly Sizes s_full = new(50, 20_000, 10, [1, 8, 32], 3, TimeSpan.FromSeconds(2), [100, 10_000, 100_000], 101,
        [10_000, 100_000], (200, 2_000), new(100_000, 20, 40, 1_000, 8, 100_000, 400, 8, TimeSpan.FromSeconds(8)));
    private static readonly Sizes s_quick = new(4, 1_000, 2, [1, 8], 1, TimeSpan.FromSeconds(1), [100, 1_000], 11, [1_000], (12, 200),
        new(1_000, 6, 4, 50, 2, 1_000, 20, 2, TimeSpan.FromSeconds(1)));

    public static Sizes Of(string[] args) => args.Contains("--quick") ? s_quick : s_full;
}

/// <param name="Turn">How long each state is measured, quiet and loaded.</param>
internal sealed record LoadSizes(
    int Entries, int Readers, int Batches, int Commands, int DryRuns, int Rows, int Feeds, int Anonymous, TimeSpan Turn);
