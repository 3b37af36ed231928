using CaseStudies.Benchmarks;

// One command, one run: everything that is compared is measured side by side, in turns, on the same server.
// With letters as arguments, only those parts.
// --against and the benchmark program of another build: both in turns instead, in recording (a, f), importing (g) and reading (d).
var sizes = Sizes.Of(args);
if (args.SkipWhile(a => a != Against.Argument).Skip(1).FirstOrDefault() is { } other)
{
    await Against.RunAsync(other, sizes, Asked);
    return 0;
}

Facts.Organisations = sizes.Organisations;
await using var bench = await Bench.StartAsync();
await Setting.PrintAsync(bench.Source, sizes);
var streams = sizes.Organisations * Sizes.InitiativesPerOrganisation;
for (var stream = 0; stream < streams; stream++)
    await bench.RecordAsync(Facts.Organisation(stream), Facts.Initiative(stream), Facts.Opening(), Facts.Strand());
if (args.Contains(Turns.Argument))
{
    await Turns.RunAsync(bench, sizes);
    return 0;
}

var hand = new HandWritten(bench.Source, bench.Clock);
await hand.CreateAsync(streams);
var messageDb = await MessageDb.InstallAsync(bench.ConnectionString);

// First, while the process is small: its memory is told.
if (Asked("g"))
    await Imports.RunAsync(bench, sizes);
if (Asked("b"))
    await Loading.RunAsync(bench, sizes);
if (Asked("a"))
{
    if (messageDb is null)
        Console.WriteLine("\nmessage-db is not measured: npm is missing here, or fetches nothing.");
    await Writers.RunAsync(sizes, messageDb is null ? [bench.Contender, hand.Contender] : [bench.Contender, hand.Contender, messageDb.Contender]);
    await Profile.RecordingAsync(bench, sizes);
}

if (Asked("f"))
{
    await HttpCommands.RunAsync(bench, hand, sizes);
    await WayIn.RunAsync(bench, sizes);
}

if (Asked("d"))
{
    await FigureReadings.RunAsync(bench, sizes);
    await Profile.ReadingAsync(bench, sizes.Entries[1], sizes.Readings);
    await Rotation.RunAsync(bench, sizes);
}

if (Asked("c"))
    await Rebuilding.RunAsync(bench);
if (Asked("h"))
    await Fairness.RunAsync(bench, sizes);
if (Asked("e"))
{
    Table.Head("(e) start, and the peak of memory", "what", "from", "ms", "MB");
    await EmbeddedStart.RunAsync(sizes.Rounds);
    await ServerStart.RunAsync(bench, sizes.Rounds);
}

return 0;

bool Asked(string part) => !args.Any(a => a.Length == 1) || args.Contains(part);
