using System.Net.Http.Headers;
using CaseStudies.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Primitives;

namespace CaseStudies.Server.Tests;

/// <summary>The key with which the tests are the person at this computer.</summary>
public static class LocalUserKey
{
    public const string Value = "the-key-of-the-tests-00000000000";

    private const string Cookie = "casestudies-key-";

    public static AuthenticationHeaderValue Header { get; } = new("Bearer", Value);

    public static void Set(WebApplicationBuilder builder) => builder.Configuration[LocalKey.Setting] = Value;

    /// <summary>Every request carries it as long as there is a local user, unless it carries something else.</summary>
    public static void Carry(WebApplication app)
    {
        if (app.Configuration["LocalUser:Enabled"] == "false")
            return;
        app.Use((context, next) =>
        {
            var request = context.Request;
            if (StringValues.IsNullOrEmpty(request.Headers.Authorization) && !request.Cookies.Keys.Any(k => k.StartsWith(Cookie, StringComparison.Ordinal)))
                request.Headers.Authorization = Header.ToString();
            return next(context);
        });
    }

    /// <summary>As a browser sends it.</summary>
    public static string CookieFor(Uri address) => $"{Cookie}{address.Port}={Value}";

    /// <summary>For a server that runs as a process.</summary>
    public static HttpClient Client(Uri? address = null)
    {
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = Header;
        return client;
    }
}
