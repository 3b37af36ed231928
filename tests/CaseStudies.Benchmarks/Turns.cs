using System.Globalization;

namespace CaseStudies.Benchmarks;

/// <summary>Measures what it is told to, line by line, so that another program can have two builds measured in turns: see <see cref="Against"/>.</summary>
internal static class Turns
{
    public const string Argument = "--turns";
    public const string Ready = "ready";

    /// <summary>What to measure; the first number is how many at once, how many rows, or how many entries are read.</summary>
    public const string Record = "record", Http = "http", Import = "import", Warm = "warm", Cold = "cold";

    public static async Task RunAsync(Bench bench, Sizes sizes)
    {
        Console.WriteLine(Ready);
        while (Console.ReadLine() is { Length: > 0 } line)
        {
            var words = line.Split(' ');
            var numbers = words.Skip(1).Select(w => int.Parse(w, CultureInfo.InvariantCulture)).ToArray();
            var rate = words[0] switch
            {
                Record => await Writers.TurnAsync(bench.Contender, numbers[0], numbers[1], sizes.Turn),
                Http => (await HttpCommands.TurnAsync(new("CaseStudies", bench.Address), numbers[0], numbers[1], sizes.Turn)).Rate,
                Import => numbers[0] / (await Imports.TurnAsync(bench, numbers[0])).Recording,
                Warm => await FigureReadings.TurnAsync(bench, bench.Reader, numbers[0], sizes.Turn),
                Cold => await FigureReadings.TurnAsync(bench, bench.ColdReader(), numbers[0], sizes.Turn),
                _ => throw new InvalidOperationException($"Nobody measures '{line}'."),
            };
            Console.WriteLine(rate.ToString(CultureInfo.InvariantCulture));
        }
    }
}
