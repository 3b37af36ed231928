using System.Security.Claims;
using CaseStudies.Server.Access;
using CaseStudies.Server.Pages;
using CaseStudies.Server.Problems;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace CaseStudies.Server.Accounts;

/// <summary>What a sign-in at the identity provider comes to: a session like any other, or the sign-in page again.</summary>
internal sealed class ProviderSignIn(Identities identities, SignInWays ways, AccountNotes notes, ILogger<ProviderSignIn> log)
{
    /// <summary>In the state: the path of this server to open afterwards.</summary>
    private const string Back = "back";

    public void Configure(OpenIdConnectOptions options)
    {
        options.Events.OnTicketReceived = SucceededAsync;
        options.Events.OnRemoteFailure = c =>
        {
            c.HandleResponse();
            return FailedAsync(c.HttpContext, c.Failure!, c.Properties);
        };
    }

    /// <param name="back">A path of this server.</param>
    public static async Task BeginAsync(HttpContext context, string back)
    {
        await context.RequestServices.GetRequiredService<ProviderMetadata>().ReadAsync(context.RequestAborted);
        var properties = new AuthenticationProperties { Items = { [Back] = back } };
        try
        {
            // Some providers are told beforehand what the browser will ask (RFC 9126).
            await context.ChallengeAsync(CodeFlow.SchemeName, properties);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException { InnerException: TimeoutException } or OpenIdConnectProtocolException
            or InvalidOperationException)
        {
            await context.RequestServices.GetRequiredService<ProviderSignIn>().FailedAsync(context, e, properties);
        }
    }

    /// <returns>Where the provider ends its own session; null: this one is none of the provider's, or it has no such address, or cannot be asked now.</returns>
    public async Task<string?> EndAsync(HttpContext context)
    {
        if (ways.Client is not { } client || !await IsOursAsync(context))
            return null;
        var (metadata, request) = (context.RequestServices.GetRequiredService<ProviderMetadata>(), context.Request);
        try
        {
            // RP-Initiated Logout 1.0. Without an ID token, of which none is kept, the provider may ask the person.
            return (await metadata.ReadAsync(context.RequestAborted)).EndSessionEndpoint is { Length: > 0 } address
                ? QueryHelpers.AddQueryString(address, new Dictionary<string, string?>
                {
                    ["client_id"] = client.Id,
                    ["post_logout_redirect_uri"] = UriHelper.BuildAbsolute(request.Scheme, request.Host, request.PathBase, AnyWayHandler.SignInPath),
                }) : null;
        }
        catch (ProviderUnreachableException)
        {
            return null;
        }
    }

    private static async Task<bool> IsOursAsync(HttpContext context) =>
        (await context.AuthenticateAsync(IdentityConstants.ApplicationScheme)).Properties?.Items.ContainsKey(Sessions.IssuerProperty) == true;

    /// <summary>The person is known by the same id as by a token of the same provider.</summary>
    private async Task SucceededAsync(TicketReceivedContext context)
    {
        var (http, told) = (context.HttpContext, context.Principal!);
        var (issuer, subject) = (told.FindFirstValue(CodeFlow.Issuer)!, told.FindFirstValue(Principal.Subject)!);
        var member = await identities.IdOfAsync(issuer, subject, http.RequestAborted);
        var properties = new AuthenticationProperties { Items = { [Sessions.IssuerProperty] = issuer } };
        if (told.FindFirstValue(CodeFlow.Session) is { Length: > 0 } session)
            properties.Items[Sessions.ProviderSessionProperty] = session;
        var identity = new ClaimsIdentity([new(Principal.Subject, member.Value)], IdentityConstants.ApplicationScheme, Principal.Subject, null);
        // A key of its own, as for SignInEndpoint.BeginSessionAsync.
        http.Request.Headers.Remove("Cookie");
        await notes.NoteAsync(http, member, SecurityEvent.SignedIn);
        await http.SignInAsync(IdentityConstants.ApplicationScheme, new(identity), properties);
        context.HandleResponse();
        await new SeeOther(http.Request.PathBase.ToUriComponent() + BackOf(context.Properties)).ExecuteAsync(http);
    }

    /// <summary>Whatever was wrong, people are told to try again. What it was is in the log, by its kind: its words may be anybody's.</summary>
    /// <exception cref="ProviderUnreachableException">The provider did not answer.</exception>
    private async Task FailedAsync(HttpContext context, Exception cause, AuthenticationProperties? properties)
    {
        if (ProviderMetadata.Trouble(cause) is { } trouble)
            throw trouble;
        log.LogWarning("A sign-in at the identity provider came to nothing: {Cause}", cause.GetType().Name);
        notes.NoteStranger(context);
        context.Request.QueryString = default; // the code and the state stand in it, and the page links to itself
        var page = await SignInEndpoint.PageAsync(context, BackOf(properties), SignInPage.NotAtProvider, status: StatusCodes.Status400BadRequest);
        await page.ExecuteAsync(context);
    }

    private static string BackOf(AuthenticationProperties? properties) =>
        properties?.Items.TryGetValue(Back, out var back) == true && AccountForms.IsLocal(back) ? back! : "/";
}
