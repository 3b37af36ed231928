using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using CaseStudies.Domain;
using CaseStudies.Domain.Organisations;
using CaseStudies.Server.Access;
using CaseStudies.Server.Capture;
using CaseStudies.Server.OpenApi;
using CaseStudies.Server.Problems;
using JasperFx;
using NodaTime;

namespace CaseStudies.Server.Push;

/// <summary>Where an organisation's feed is pushed to: off until a member configures it.</summary>
internal static class FeedPushEndpoints
{
    private const int LongestAddress = 2_000;

    private static readonly JsonNode s_example = JsonNode.Parse("""{ "address": "https://funder.example.org/casestudies" }""")!;

    public static void MapFeedPush(this IEndpointRouteBuilder routes)
    {
        var push = routes.MapGroup("/organisations/{org}/feed/push").RequireAuthorization(Policies.Least(Role.Owner)).WithTags("Push");
        Refusing(push.MapGet("", async (HttpContext context, FeedPushStore store, string org) =>
            Told(context, await store.FindAsync(new(org), context.RequestAborted)))
            .WithName("getFeedPush").WithSummary("フィードの送信先と様子 / Where the feed is pushed to, and how that goes").Produces<FeedPushView>(), 404);
        Refusing(push.MapPut("", SetAsync)
            .WithName("setFeedPush").Noted(SecurityEvent.PushChanged).WithSummary("フィードの送信先を決める / Have the feed pushed to an address")
            .WithDescription("CloudEvents を HTTPS で送り、Standard Webhooks 1.0 の方法で署名する。秘密を省くと作られ、この応答でだけ示される / "
                + "CloudEvents over HTTPS, signed as Standard Webhooks 1.0 says. A secret that is left out is made, and told in this answer only.")
            .Produces<FeedPushView>().TakesJson<PushSetting>(s_example), 409, 413, 415, 422);
        Refusing(push.MapPost("/resume", ResumeAsync)
            .WithName("resumeFeedPush").Noted(SecurityEvent.PushChanged).WithSummary("止まった送信を再開する / Resume a push that was paused")
                .Produces<FeedPushView>().TakesJson<PushConfirmation>(s_example), 404, 413, 415, 422);
        Refusing(push.MapPost("/removal", RemoveAsync)
            .WithName("removeFeedPush").Noted(SecurityEvent.PushChanged)
            .WithSummary("送信をやめる / Stop pushing, and forget the address and the secret").Produces(StatusCodes.Status204NoContent)
                .TakesJson<PushConfirmation>(s_example), 404, 413, 415, 422);
    }

    /// <param name="Secret"><c>whsec_</c> and 24 to 64 bytes in base64; left out: the one there is, or a new one.</param>
    internal sealed record PushSetting(string Address, string? Secret = null);

    /// <param name="Address">The one that is configured.</param>
    internal sealed record PushConfirmation(string Address);

    private static void Refusing(RouteHandlerBuilder route, params int[] more)
    {
        foreach (var status in (int[])[400, 401, 403, .. more])
            route.ProducesProblem(status);
    }

    private static IResult Told(HttpContext context, FeedPush? push) =>
        push is null ? Problem.NotFound(context) : Results.Json(FeedPushView.From(push), DomainJson.Options);

    private static async Task<IResult> SetAsync(HttpContext context, FeedPushStore store, IClock clock, string org)
    {
        var (setting, by) = (await BodyAsync<PushSetting>(context), Caller.Of(context).By);
        var address = AddressOf(setting.Address);
        if (setting.Secret is { } sent && WebhookSignature.KeyOf(sent) is null)
            throw new MalformedException(new("secret は whsec_ に続けて、24〜64 バイトを base64 で書きます。", "'secret' is whsec_ and 24 to 64 bytes in base64."));
        while (true)
        {
            var found = await store.FindAsync(new(org), context.RequestAborted);
            var made = setting.Secret is null && found is null ? WebhookSignature.NewSecret() : null;
            var next = (found ?? new FeedPush { Organisation = new(org), Address = address, ConfiguredBy = by, ConfiguredAt = clock.GetCurrentInstant() }) with
            {
                Address = address, ConfiguredBy = by, ConfiguredAt = clock.GetCurrentInstant(), State = FeedPushState.Active, Failures = 0, Failure = null,
                    FailedAt = null, NextAt = null,
            };
            try
            {
                return Results.Json(FeedPushView.From(await store.SaveAsync(next, context.RequestAborted, setting.Secret ?? made, TimeSpan.Zero), made),
                    DomainJson.Options);
            }
            catch (ConcurrencyException)
            {
                // It was sent meanwhile; the cursor must not go back.
            }
        }
    }

    private static async Task<IResult> ResumeAsync(HttpContext context, FeedPushStore store, string org)
    {
        var confirmation = await BodyAsync<PushConfirmation>(context);
        while (true)
        {
            if (await store.FindAsync(new(org), context.RequestAborted) is not { } push)
                return Problem.NotFound(context);
            if (Unconfirmed(push, confirmation, context) is { } problem)
                return problem;
            if (push.State == FeedPushState.Active && push.Failures == 0)
                return Told(context, push);
            try
            {
                return Told(context, await store.SaveAsync(push with { State = FeedPushState.Active, Failures = 0, NextAt = null }, context.RequestAborted,
                    wakeAfter: TimeSpan.Zero));
            }
            catch (ConcurrencyException)
            {
            }
        }
    }

    private static async Task<IResult> RemoveAsync(HttpContext context, FeedPushStore store, string org)
    {
        var confirmation = await BodyAsync<PushConfirmation>(context);
        if (await store.FindAsync(new(org), context.RequestAborted) is not { } push)
            return Problem.NotFound(context);
        if (Unconfirmed(push, confirmation, context) is { } problem)
            return problem;
        await store.RemoveAsync(new(org), context.RequestAborted);
        return Results.NoContent();
    }

    private static IResult? Unconfirmed(FeedPush push, PushConfirmation confirmation, HttpContext context) =>
        confirmation.Address == push.Address.OriginalString
        ? null
        : Problem.Create("push-not-confirmed", StatusCodes.Status422UnprocessableEntity, new(
            "確認のため、内容の address に、いまの送信先を書いてください。", "To confirm it, give the address that is configured as 'address' in the body."), context);

    /// <summary>What can be seen of an address without asking for it; each connection is checked again.</summary>
    private static Uri AddressOf(string text)
    {
        if (text.Length > LongestAddress || !Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps
            || address.UserInfo.Length > 0 || address.Fragment.Length > 0 || text.Any(c => c is <= ' ' or > '~'))
            throw new MalformedException(new(
                "address は https:// で始まるアドレスです(利用者名や # の付かないもの、2000 文字まで)。",
                    "'address' is an https:// address without a user name or a fragment, of at most 2000 characters."));
        if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && !PublicAddresses.IsPublic(ip))
            throw new MalformedException(new("address が、このサーバーや内部のネットワークを指しています。", "'address' leads to this server or into a private network."));
        return address;
    }

    private static async Task<T> BodyAsync<T>(HttpContext context)
    {
        return (await JsonBodyReader.ReadAsync(context.Request, context.RequestAborted)).Deserialize<T>(DomainJson.Options)!;
    }
}
