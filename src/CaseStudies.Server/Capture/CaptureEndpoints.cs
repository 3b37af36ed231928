using System.Globalization;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Problems;

namespace CaseStudies.Server.Capture;

/// <summary>What the endpoints that change a stream have in common: read the body, record, answer.</summary>
internal static class CaptureEndpoints
{
    public static void MapCapture(this IEndpointRouteBuilder routes)
    {
        var initiative = routes.MapGroup("/organisations/{org}/initiatives/{id}").RequireAuthorization(Policies.Least(Role.Recorder)).WithTags("Record");
        RecordEntries.Map(initiative);
        CorrectEntryEndpoint.Map(initiative);
        WithdrawEntryEndpoint.Map(initiative);
        ChangeEntriesEndpoint.Map(initiative);
        UndoActEndpoint.Map(initiative);
        EffectsEndpoint.Map(initiative);
        RecordBatch.Map(Organisation(Role.Recorder));
        DeclareFiscalYear.Map(Organisation(Role.Manager));
        MakeGrant.Map(Organisation(Role.Manager));
        NarrowGrant.Map(Organisation(Role.Manager));
        RevokeGrant.Map(Organisation(Role.Manager));
        DescribeOrganisation.Map(Organisation(Role.Owner));
        DeclareRetention.Map(Organisation(Role.Owner));
        GiveRole.Map(Organisation(Role.Owner));
        RemoveMember.Map(Organisation(Role.Owner));
        MakeKey.Map(Organisation(Role.Owner));
        InviteMember.Map(Organisation(Role.Owner));
        WithdrawInvitation.Map(Organisation(Role.Owner));

        RouteGroupBuilder Organisation(Role least) =>
            routes.MapGroup("/organisations/{org}").RequireAuthorization(Policies.Least(least)).WithTags("Record");
    }

    /// <summary>Declares the answers that all of them share.</summary>
    public static RouteHandlerBuilder Answers(this RouteHandlerBuilder route, int success, params int[] problems)
    {
        route.Produces<Recorded>(success);
        foreach (var status in problems.Concat([400, 401, 403, 409, 413, 415, 422, 503]).Distinct())
            route.ProducesProblem(status);
        return route;
    }

    /// <summary>Handles a change over HTTP. A retry gets the first answer again, with the header <c>Idempotency-Replayed</c>.</summary>
    /// <param name="target">What the address names; it becomes part of the command.</param>
    public static async Task<IResult> RecordAsync(
        HttpContext context, Recorder recorder, string verb, string org, string id, int success, Target? target = null)
    {
        var body = await JsonBodyReader.ReadAsync(context.Request, context.RequestAborted);
        target?.PutInto(body);
        if (target?.Member == "entry" && IfMatch(context.Request) is var (name, seen) && !body.TryAdd(name, seen))
            throw new MalformedException(
                new($"版は If-Match か内容の {name} の一方だけに書いてください。", $"Give the version in If-Match or as '{name}' in the body, not in both."), $"/{name}");
        var sent = CommandReader.Read(verb, body);
        if (Preconditions.Validate(sent.Command) is { } lacking)
            return Problem.FromRefusal(lacking, context);
        var (recorded, refusal) = await recorder.RecordAsync(new(org), new(id), sent, Actor.OverHttp(context), context.RequestAborted);
        if (refusal is not null)
            return Problem.FromRefusal(refusal, context);
        if (recorded!.Replayed)
            context.Response.Headers["Idempotency-Replayed"] = "true";
        context.Response.Headers.Location = $"{context.Request.PathBase}/organisations/{org}/initiatives/{id}/entries";
        return Results.Json(recorded, DomainJson.Options, statusCode: success);
    }

    /// <summary>What a command changes, where the address names it.</summary>
    /// <param name="Member">The member of the command that holds it; also its English name.</param>
    public sealed record Target(string Member, string Japanese, string Id)
    {
        public static Target Entry(Guid id) => new("entry", "記録", id.ToString());

        public static Target Act(Guid id) => new("act", "操作", id.ToString());

        public static Target Import(Guid id) => new("import", "取り込み", id.ToString());

        public static Target OfGrant(Guid id) => new("grant", "許可", id.ToString());

        public static Target OfPerson(string id) => new("person", "人", id);

        public static Target OfMember(string id) => new("member", "メンバー", id);

        public static Target OfShare(Guid id) => new("share", "共有リンク", id.ToString());

        public static Target OfInvitation(Guid id) => new("invitation", "招待", id.ToString());

        /// <exception cref="MalformedException">The body names one, too.</exception>
        public void PutInto(JsonObject body)
        {
            if (body.TryAdd(Member, Id))
                return;
            throw new MalformedException(
                new($"{Japanese}はアドレスで指定します。内容の {Member} は取り除いてください。",
                    $"The address names the {Member}. Leave '{Member}' out of the body."), $"/{Member}");
        }
    }

    /// <summary>What the sender saw: the stream version of the content, or the command that made it, from If-Match.</summary>
    private static (string Member, JsonNode Seen)? IfMatch(HttpRequest request) => request.Headers.IfMatch switch
    {
        [] => null,
        [var tag] when int.TryParse(tag?.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) => ("version", version),
        [var tag] when Guid.TryParseExact(tag?.Trim('"'), "D", out var command) => ("basis", command.ToString()),
        _ => throw new MalformedException(new(
            "If-Match には、訂正する記録の版(\"12\")か、その内容を記録した操作のIDを一つ書いてください。",
            "If-Match holds the version of the entry that is changed, such as \"12\", or the id of the command that made its content.")),
    };
}
