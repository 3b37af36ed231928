using CaseStudies.Benchmarks;

// One command, one run: everything that is compared is measured side by side, in turns, on the same server.
var sizes = Sizes.Of(args);
Facts.Organisations = sizes.Organisations;
await using var bench = await Bench.StartAsync();
for (var stream = 0; stream < sizes.Organisations * Sizes.InitiativesPerOrganisation; stream++)
    await bench.RecordAsync(Facts.Organisation(stream), Facts.Initiative(stream), Facts.Opening(), Facts.Strand());
var hand = new HandWritten(bench.Source);
await hand.CreateAsync(sizes.Organisations * Sizes.InitiativesPerOrganisation);
var messageDb = await MessageDb.InstallAsync(bench.ConnectionString);
if (args.Contains("a"))
    await Writers.RunAsync(bench, sizes, messageDb is null ? [bench.Contender, hand.Contender] : [bench.Contender, hand.Contender, messageDb.Contender]);
await FigureReadings.RunAsync(bench, sizes);
return 0;
