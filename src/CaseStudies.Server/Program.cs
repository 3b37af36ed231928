using CaseStudies.Server.Commands;

// Without a verb the program serves. `Commands/CommandLine.cs` lists the verbs; `ServerApp.cs` puts the server together.
return await CommandLine.RunAsync(args, Terminal.OfThisProcess);
