using System.Text.Json;
using CaseStudies.Domain;
using CaseStudies.Server.Access;
using CaseStudies.Server.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NodaTime;

namespace CaseStudies.Server.Accounts;

/// <summary>
/// The identity provider tells that somebody has signed out there, or was signed out (OpenID Connect Back-Channel Logout 1.0): their sessions here are over
/// with the next request, on every node, and what programs got for them before is of no use.
/// </summary>
internal sealed class BackChannelLogout(AccountsDb database, Identities identities, SignInWays ways, AccountNotes notes)
{
    private const string Field = "logout_token", Event = "http://schemas.openid.net/event/backchannel-logout";

    private const int MostBytes = 64 * 1024;

    /// <summary>So long at most the ids of tokens are remembered. Providers give them two minutes.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(24);

    private static readonly JsonWebTokenHandler s_handler = new() { MaximumTokenSizeInBytes = MostBytes };

    public async Task<IResult> HearAsync(HttpContext context)
    {
        if (ways.Client is not { } client)
            return Problem.NotFound(context);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = MostBytes;
        if (await SentAsync(context) is not { } sent)
            return Refused(context);
        var metadata = context.RequestServices.GetRequiredService<ProviderMetadata>();
        await metadata.ReadAsync(context.RequestAborted);
        return await CheckedAsync(sent, client, metadata) is { } token && await EndAsync(context, token) ? Results.Ok() : Refused(context);
    }

    /// <returns>Null: it is no form, or not one with a token.</returns>
    private static async Task<string?> SentAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
            return null;
        try
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            return form.Files.Count == 0 && form[Field] is [{ Length: > 0 } token] ? token : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <returns>Null: it is no logout token for us (section 2.6).</returns>
    private static async Task<JsonWebToken?> CheckedAsync(string sent, ProviderClient client, ProviderMetadata metadata)
    {
        var parameters = new TokenValidationParameters
        {
            ConfigurationManager = metadata.Manager, ValidAudience = client.Id, TypeValidator = ProviderTokens.TypeIs("logout+jwt"),
        };
        ProviderTokens.Restrict(parameters, metadata);
        var result = await s_handler.ValidateTokenAsync(sent, parameters);
        if (!result.IsValid || result.SecurityToken is not JsonWebToken token || ProviderTokens.DemandsMore(token))
            return null;
        // By the real clock, as the framework judges tokens.
        var latest = TimeProvider.System.GetUtcNow().UtcDateTime + ProviderTokens.Skew;
        return token.IssuedAt != default && token.IssuedAt <= latest && token.ValidTo <= latest + s_longest
            && token.Id is { Length: > 0 and <= ProviderTokens.MaximumId } && Who(token) is not (null, null) && TellsOfLogout(token) ? token : null;
    }

    private static bool TellsOfLogout(JsonWebToken token)
    {
        using var claims = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        return claims.RootElement.TryGetProperty("events", out var events) && events.ValueKind == JsonValueKind.Object
            && events.TryGetProperty(Event, out var happened) && happened.ValueKind == JsonValueKind.Object
            // An ID token has one, and must not be used as this (section 2.4).
            && !claims.RootElement.TryGetProperty("nonce", out _);
    }

    /// <returns>False: it was followed before.</returns>
    private async Task<bool> EndAsync(HttpContext context, JsonWebToken token)
    {
        var (issuer, (subject, session), cancellation) = (token.Issuer, Who(token), context.RequestAborted);
        var known = subject is null ? null : await identities.FindAsync(issuer, subject, cancellation);
        var member = known?.Value;
        var (hash, now) = (Secret.Hash($"{issuer}\n{token.Id}"), Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()));
        var until = Instant.FromDateTimeUtc(token.ValidTo) + Duration.FromTimeSpan(ProviderTokens.Skew);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellation);
        await database.Logouts.Where(l => l.ExpiresAt <= now).ExecuteDeleteAsync(cancellation);
        // Of several who send it at once, one is heard.
        if (await database.Database.ExecuteSqlAsync(
            $"insert into accounts.logouts (hash, expires_at) values ({hash}, {until}) on conflict do nothing", cancellation) == 0)
            return false;
        // Somebody who never signed in here has no session.
        if (subject is null || member is not null)
        {
            var theirs = database.Sessions.Where(s => s.Issuer == issuer && (session == null || s.ProviderSession == session)
                && (member == null || s.Member == member));
            if (known is null && await theirs.Select(s => s.Member).FirstOrDefaultAsync(cancellation) is { } found)
                known = new(found);
            await theirs.ExecuteDeleteAsync(cancellation);
        }

        // By the provider's own clock, which dates its other tokens, too.
        if (known is { } signedOut)
            await identities.SignOutAsync(signedOut, Instant.FromDateTimeUtc(token.IssuedAt), cancellation);
        await transaction.CommitAsync(cancellation);
        if (known is { } who)
            await notes.NoteAsync(context, who, SecurityEvent.SignedOut);
        return true;
    }

    private static (string? Subject, string? Session) Who(JsonWebToken token) => (Text(token, Principal.Subject), Text(token, CodeFlow.Session));

    private static string? Text(JsonWebToken token, string claim) =>
        token.TryGetPayloadValue<string>(claim, out var text) && text is { Length: > 0 and <= ProviderTokens.MaximumId } ? text : null;

    /// <summary>Of the form that the specification names (section 2.8), beside our own.</summary>
    private static IResult Refused(HttpContext context) => Problem.Create("logout-token-refused", StatusCodes.Status400BadRequest, new(
        "ログアウトトークンを受け付けられません。このサーバー宛てで、期限内の、まだ使われていないものを、logout_token としてフォームで送ってください。",
        "This logout token is not accepted. Send one that is for this server, not over and not used yet, as logout_token in a form."), context,
        more: new Dictionary<string, object?> { ["error"] = "invalid_request" });
}
