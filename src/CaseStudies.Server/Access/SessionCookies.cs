using Microsoft.AspNetCore.Authentication.Cookies;

namespace CaseStudies.Server.Access;

/// <summary>
/// Over HTTPS the cookies have the prefix <c>__Host-</c>: browsers then take them from this very host only, over HTTPS, and for all paths. Over plain HTTP,
/// which is for this machine alone, a browser would refuse that name.
/// </summary>
internal sealed class SessionCookies : ICookieManager
{
    private readonly ChunkingCookieManager _cookies = new();

    public string? GetRequestCookie(HttpContext context, string key) => _cookies.GetRequestCookie(context, Name(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        _cookies.AppendResponseCookie(context, Name(context, key), value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) => _cookies.DeleteCookie(context, Name(context, key), options);

    private static string Name(HttpContext context, string key) => context.Request.IsHttps ? $"__Host-{key}" : key;

    public static void Configure(CookieAuthenticationOptions options, string name)
    {
        options.CookieManager = new SessionCookies();
        options.Cookie.Name = name;
        (options.Cookie.Path, options.Cookie.HttpOnly, options.Cookie.SameSite) = ("/", true, SameSiteMode.Lax);
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }
}
