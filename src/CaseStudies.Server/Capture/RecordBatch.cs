using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Runtime.ExceptionServices;
using CaseStudies.Domain;
using CaseStudies.Domain.Initiatives;
using CaseStudies.Server.Access;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using Microsoft.AspNetCore.Http.Features;

namespace CaseStudies.Server.Capture;

/// <summary>Records in one request what a phone logged while offline. If the request is cut at any byte, it is sent again unchanged, and nothing is
/// recorded twice.</summary>
internal static partial class RecordBatch
{
    public const int MaximumBytes = 8 * JsonBodyReader.MaximumBytes;

    /// <summary>Batches longer than what a phone collects in a day wait for each other. Reading one takes a processor for a while, too.</summary>
    private const int LargeBytes = 32 * 1024;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/batches", AnswerAsync)
        .WithName("recordBatch")
        .WithSummary("最大1,000件の操作をまとめて記録する(一件ずつ、または全部一緒に) / Record up to 1,000 commands, each on its own or all together")
        .TakesJson<Body>(RequestExamples.RecordBatch)
        .Produces<BatchAnswer>()
        .ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(413).ProducesProblem(415).ProducesProblem(503);

    private static async Task<IResult> AnswerAsync(HttpContext context, Recorder recorder, HeavyWork heavy, ILogger<BatchAnswer> log, string org)
    {
        // Kestrel reads this far, so that a body that is too large gets its answer and not a reset connection.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = 2 * MaximumBytes;
        ReadOnlyMemory<byte> sent;
        try
        {
            sent = await JsonBodyReader.ReadBytesAsync(context.Request, MaximumBytes, context.RequestAborted);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Problem.Create("too-large", e.StatusCode, new(
                $"まとめて送れるのは {MaximumBytes} バイトまでです。分けて送ってください。", $"A batch can have at most {MaximumBytes} bytes. Send it in parts."), context);
        }

        using var turn = sent.Length > LargeBytes ? await heavy.Batches.BeginAsync(new(org), context.RequestAborted) : null;
        var batch = BatchReader.Read(sent);
        var results = batch.Items.Select(Judged).ToArray();
        var open = Enumerable.Range(0, results.Length).Where(i => results[i] is null).ToList();
        var actor = Actor.OverHttp(context);
        var commands = open.Select(i => (batch.Items[i].Initiative, batch.Items[i].Sent!)).ToList();
        IReadOnlyList<CommandOutcome> settled =
            batch.Mode == BatchMode.Each ? await recorder.RecordEachAsync(new(org), commands, actor, context.RequestAborted)
            : open.Count < results.Length ? [.. open.Select(_ => new CommandOutcome(null, null, null))]
            : await recorder.RecordAllAsync(new(org), commands, actor, context.RequestAborted);
        // If no command was decided, the whole request has failed, as a single command's would.
        if (settled.Count == results.Length && settled.All(s => s.Failure is not null))
            ExceptionDispatchInfo.Throw(settled[0].Failure!);
        foreach (var (place, index) in open.Index())
            results[index] = Result(settled[place], batch.Items[index]);
        foreach (var failure in settled.Select(s => s.Failure).OfType<Exception>().DistinctBy(f => f.GetType()))
            Undecided(log, failure.GetType().Name, failure.StackTrace);
        return Results.Json(new BatchAnswer([.. results.Select(r => r!)]), DomainJson.Options);
    }

    /// <summary>What can be said without asking the store; null: the item is to be decided.</summary>
    private static BatchResult? Judged(BatchItem item) =>
        item.Fault is { } fault
            ? new(BatchOutcome.Malformed, Problem: BatchProblem.Create("malformed", StatusCodes.Status400BadRequest, Problem.Unreadable(fault), item.Pointer))
        : Preconditions.Validate(item.Sent!.Command) is { } lacking ? Refused(lacking, item)
        : null;

    private static BatchResult Result(CommandOutcome settled, BatchItem item) => settled switch
    {
        { Recorded: { } recorded } => new(BatchOutcome.Recorded, recorded.Replayed, recorded),
        { Refusal: { } refusal } => Refused(refusal, item),
        { Failure: { } failure } => new(BatchOutcome.Undecided, Problem: BatchProblem.Create(
            "undecided", StatusCodes.Status503ServiceUnavailable, Undecided(failure), item.Pointer)),
        _ => new(BatchOutcome.NotRecorded),
    };

    /// <summary>With the database's reason, where it has one that somebody can do something about.</summary>
    private static PublicText Undecided(Exception failure) => TemporaryProblem.FromException(failure) is { IsTrouble: true } told
        ? new("この操作はまだ処理できていません。" + told.Sentence.Ja, "This command could not be decided yet. " + told.Sentence.En)
        : new(
            "この操作はまだ処理できていません。少し待って、同じ操作IDでもう一度送ってください。二重には記録されません。",
            "This command could not be decided yet. Wait a moment and send it again under the same id; it is never recorded twice.");

    private static BatchResult Refused(Refusal refusal, BatchItem item) =>
        new(BatchOutcome.Refused, Problem: BatchProblem.Create(refusal.Code, Problem.StatusOf(refusal), refusal.Sentence, item.Pointer + refusal.At));

    /// <summary>For the description only: items are read one by one.</summary>
    internal sealed record Body(BatchMode Mode, [Length(1, BatchReader.MaximumItems)] ImmutableArray<BatchedCommand> Items);

    /// <summary>The initiative and one command, as <see cref="CommandReader"/> takes it. For the description only.</summary>
    [MemberCount(2)]
    internal sealed record BatchedCommand(
        Slug Initiative, RecordFacts? Record = null, CorrectEntry? Correct = null, WithdrawEntry? Withdraw = null, ChangeEntries? Change = null,
        UndoAct? Undo = null);

    /// <summary>A message may quote data; the type and the place are enough to find it.</summary>
    [LoggerMessage(LogLevel.Error, "{Exception} left items of a batch undecided: {Stack}")]
    private static partial void Undecided(ILogger log, string exception, string? stack);
}
