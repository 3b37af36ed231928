using CaseStudies.Benchmarks;

// One command, one run: everything that is compared is measured side by side, in turns, on the same server.
await using var bench = await Bench.StartAsync();
Console.WriteLine("| measured | at | p50 ms | p95 ms | against | ratio of p50 |");
Console.WriteLine("|---|---|--:|--:|---|--:|");
await FlatAppends.RunAsync(bench);
return 0;
