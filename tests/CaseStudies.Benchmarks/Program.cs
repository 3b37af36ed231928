using CaseStudies.Benchmarks;

// One command, one run: everything that is compared is measured side by side, in turns, on the same server.
Console.WriteLine(Table.Head);
await EmbeddedStart.RunAsync();
await using var bench = await Bench.StartAsync();
await FlatAppends.RunAsync(bench);
await OneFigure.RunAsync(bench);
return 0;
