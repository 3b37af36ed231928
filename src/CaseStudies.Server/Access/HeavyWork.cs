using CaseStudies.Domain;

namespace CaseStudies.Server.Access;

/// <summary>Work that keeps a processor or much memory busy, and how much of it goes on at a time in this process (<c>Load:…</c>).</summary>
internal sealed class HeavyWork(IConfiguration configuration)
{
    /// <summary>Entries of an initiative from which on its figures and files are heavy. So many take some milliseconds.</summary>
    private readonly int _entries = configuration.GetValue("Load:HeavyEntries", 5_000);

    /// <summary>Half of the processors, so that the others are left to those who record.</summary>
    public Turns Computing { get; } = New(configuration, configuration.GetValue("Load:Parallel", Math.Max(1, Environment.ProcessorCount / 2)));

    /// <summary>For a reader who is told the number of entries: if they are many, the rest of the request is heavy.</summary>
    public Func<int, Task> For(HttpContext context, Slug organisation) => entries =>
        entries < _entries ? Task.CompletedTask : BeginAsync(context, organisation);

    /// <summary>Large dry runs: each holds its whole plan in memory.</summary>
    public Turns DryRuns { get; } = New(configuration, 1);

    /// <summary>Large batches: what they record stands in the same line as everybody's.</summary>
    public Turns Batches { get; } = New(configuration, 1);

    private static Turns New(IConfiguration configuration, int places) =>
        new(places, TimeSpan.FromSeconds(configuration.GetValue("Load:PatienceSeconds", 30.0)), TimeProvider.System);

    /// <summary>A turn until the answer is sent. A request that is tried again has it already.</summary>
    private async Task BeginAsync(HttpContext context, Slug organisation)
    {
        if (context.Features.Get<Turn>() is { } turn)
        {
            await turn.ResumeAsync(context.RequestAborted);
            return;
        }

        turn = await Computing.BeginAsync(organisation, context.RequestAborted);
        context.Features.Set(turn);
        context.Response.RegisterForDispose(turn);
        context.Response.Body = new TurnStream(context.Response.Body, turn);
    }
}
