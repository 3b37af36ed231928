using CaseStudies.Domain;
using CaseStudies.Server.Capture;
using CaseStudies.Server.OpenApi;
using NodaTime;

namespace CaseStudies.Server.Import;

/// <summary>Takes back all that a completed import did, by one event. Whatever has been built on it stays, and the undoing is refused.</summary>
internal static class UndoImportEndpoint
{
    public static void Map(IEndpointRouteBuilder initiative) => initiative
        .MapPost("/imports/{import:guid}/undo", (HttpContext context, Recorder recorder, string org, string id, Guid import) =>
            CaptureEndpoints.RecordAsync(context, recorder, "undoImport", org, id, StatusCodes.Status200OK, CaptureEndpoints.Target.Import(import)))
        .WithName("undoImport")
        .WithSummary("完了した取り込み全体を元に戻す / Undo a completed import as a whole")
        .WithDescription(
            "取り込みで記録されたものは有効でなくなり、訂正されたものは元の内容に戻る。そのあとは、同じファイルも直したファイルも、新しいIDで取り込める。"
            + "あとから変更された記録や、取り込まれた回に加えられた記録があれば、何も変えずに 409 で知らせる。元に戻すことは取り消せない(必要なら、もう一度取り込む)。"
            + " / What the import recorded is no longer in force, and what it corrected is as it was. Then the same file or a corrected one can be imported "
            + "under a new id. If its entries have been changed since, or others belong to its sessions, nothing is changed and the answer is 409. "
            + "The undoing itself cannot be undone: import the file again.")
        .TakesJson<Body>(RequestExamples.UndoImport)
        .Answers(StatusCodes.Status200OK, 404);

    /// <summary>As <see cref="Domain.Initiatives.UndoImport"/>, without the import, which the address names. For the description only.</summary>
    internal sealed record Body(CommandId Command, SentReason Reason, Instant? CapturedAt = null);
}
