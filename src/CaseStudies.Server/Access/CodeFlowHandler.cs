using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace CaseStudies.Server.Access;

/// <summary>The framework's, but with a cookie named as all cookies here, which binds a sign-in that has begun to its browser.</summary>
internal sealed class CodeFlowHandler(
    IOptionsMonitor<OpenIdConnectOptions> options, ILoggerFactory logger, HtmlEncoder html, UrlEncoder encoder)
    : OpenIdConnectHandler(options, logger, html, encoder)
{
    /// <summary>In the state.</summary>
    private const string Binding = "binding";

    private static readonly SessionCookies s_cookies = new();

    protected override void GenerateCorrelationId(AuthenticationProperties properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        properties.Items[Binding] = id;
        s_cookies.AppendResponseCookie(Context, Name(id), "1", Options.CorrelationCookie.Build(Context, TimeProvider.GetUtcNow()));
    }

    protected override bool ValidateCorrelationId(AuthenticationProperties properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        if (!properties.Items.Remove(Binding, out var id) || s_cookies.GetRequestCookie(Context, Name(id!)) is null)
            return false;
        s_cookies.DeleteCookie(Context, Name(id!), Options.CorrelationCookie.Build(Context, TimeProvider.GetUtcNow()));
        return true;
    }

    /// <summary>One for each, so that two tabs do not end each other's.</summary>
    private static string Name(string id) => "casestudies-provider-" + id;
}
