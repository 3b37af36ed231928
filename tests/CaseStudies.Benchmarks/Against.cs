using System.Diagnostics;
using System.Globalization;

namespace CaseStudies.Benchmarks;

/// <summary>This build and another one, each in a process and a database of its own, measured in turns.</summary>
internal static class Against
{
    public const string Argument = "--against";
    private const int Rounds = 9;

    /// <param name="other">The benchmark program of the other build.</param>
    /// <param name="asked">Whether the part with this letter is wanted.</param>
    public static async Task RunAsync(string other, Sizes sizes, Func<string, bool> asked)
    {
        using var before = Start(other);
        using var after = Start(Environment.ProcessPath!);
        await ToldAsync(before, Turns.Ready);
        await ToldAsync(after, Turns.Ready);
        Table.Head($"this build and another, medians of {Rounds} turns", "measured, a second", "other", "this", "ratio", "least; greatest of the turns");
        foreach (var spread in new[] { sizes.Organisations * Sizes.InitiativesPerOrganisation, 1 })
        {
            foreach (var writers in asked("a") ? sizes.Writers : [])
                await RowAsync(before, after, $"{Turns.Record} {writers} {spread}");
            if (asked("f"))
                await RowAsync(before, after, $"{Turns.Http} 8 {spread}");
        }

        if (asked("g"))
            await RowAsync(before, after, $"{Turns.Import} {sizes.ImportedRows[0]}");
        foreach (var entries in asked("d") ? sizes.Entries : [])
        {
            await RowAsync(before, after, $"{Turns.Warm} {entries}");
            await RowAsync(before, after, $"{Turns.Cold} {entries}");
        }

        foreach (var program in (Process[])[before, after])
        {
            program.StandardInput.Close();
            await program.WaitForExitAsync();
        }
    }

    private static async Task RowAsync(Process before, Process after, string what)
    {
        var (theirs, ours) = (new List<double>(), new List<double>());
        await TurnAsync(before, what); // once each, so that nothing is measured cold
        await TurnAsync(after, what);
        for (var round = 0; round < Rounds; round++)
        {
            if (round % 2 == 0)
                theirs.Add(await TurnAsync(before, what));
            ours.Add(await TurnAsync(after, what));
            if (round % 2 == 1)
                theirs.Add(await TurnAsync(before, what));
        }

        var ratios = ours.Zip(theirs, (o, t) => o / t).ToList();
        Table.Row(what, Table.Number(theirs.Median()), Table.Number(ours.Median()), Table.Ratio(ours.Median(), theirs.Median()),
            $"{Table.Ratio(ratios.Min(), 1)}; {Table.Ratio(ratios.Max(), 1)}");
    }

    private static async Task<double> TurnAsync(Process program, string what)
    {
        await program.StandardInput.WriteLineAsync(what);
        await program.StandardInput.FlushAsync();
        return double.Parse(await NextAsync(program), CultureInfo.InvariantCulture);
    }

    private static async Task ToldAsync(Process program, string word)
    {
        while (await NextAsync(program) != word)
        {
        }
    }

    private static async Task<string> NextAsync(Process program) =>
        await program.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"{program.StartInfo.FileName} has ended.");

    private static Process Start(string program) =>
        Process.Start(new ProcessStartInfo(program, [Turns.Argument]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
}
