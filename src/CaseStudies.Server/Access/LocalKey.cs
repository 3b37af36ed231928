using System.Security.Cryptography;
using System.Text;
using CaseStudies.Server.Problems;
using Microsoft.AspNetCore.WebUtilities;

namespace CaseStudies.Server.Access;

/// <summary>
/// What shows that a request comes from the person who started the program. Listening on localhost alone does not: every account of the machine can connect
/// to it, and so can the world through a proxy that somebody puts in front. A browser gets the key by a link and keeps it in a cookie; other programs send
/// it as a bearer token (RFC 6750).
/// </summary>
internal sealed class LocalKey
{
    /// <summary>Setting: the key. Where there is none, it is made anew at each start.</summary>
    public const string Setting = "LocalUser:Key";

    private const string Parameter = "key";

    /// <summary>In characters. Nobody shall guess it.</summary>
    private const int Shortest = 32;

    private static readonly TimeSpan s_kept = TimeSpan.FromDays(365);

    private readonly byte[] _key;

    /// <exception cref="StartupException">The configured key is too short.</exception>
    public LocalKey(IConfiguration configuration)
    {
        var key = configuration[Setting] is { Length: > 0 } configured ? configured : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        if (key.Length < Shortest)
            throw new StartupException(new(
                $"{Setting} が短すぎます。推測できない文字列を {Shortest} 文字以上で設定してください。",
                $"{Setting} is too short. Set at least {Shortest} characters that nobody can guess."));
        _key = Encoding.UTF8.GetBytes(key);
    }

    /// <summary>The address that signs a browser in. Not for logs.</summary>
    public string Link(string address) => QueryHelpers.AddQueryString(address.TrimEnd('/') + "/", Parameter, Encoding.UTF8.GetString(_key));

    public bool IsIn(HttpRequest request) => Is(BearerToken.In(request) ?? request.Cookies[Cookie(request)]);

    public static IResult Needed(HttpContext context) => Problem.Create("local-key-needed", StatusCodes.Status401Unauthorized, new(
        "プログラムの起動時に表示されたリンクを開いてください。コマンドやスクリプトからは、casestudies key が示す鍵を「Authorization: Bearer 鍵」で送ってください。",
        "Open the link that the program printed when it started. From a script, send the key that 'casestudies key' prints, as 'Authorization: Bearer KEY'."),
        context);

    /// <summary>Any page, opened with the key once, signs the browser in and goes on to the page without it.</summary>
    public async Task SignInAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) || !request.Query.TryGetValue(Parameter, out var sent))
            await next(context);
        else if (!Is(sent))
            await Needed(context).ExecuteAsync(context);
        else
        {
            context.Response.Cookies.Append(Cookie(request), sent!, new()
            {
                HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = request.IsHttps, Path = "/", MaxAge = s_kept,
            });
            var rest = QueryString.Create(request.Query.Where(q => q.Key != Parameter));
            context.Response.Redirect(request.PathBase + request.Path + rest);
        }
    }

    /// <summary>Cookies are shared by the ports of a host, but each may be another program with another key.</summary>
    private static string Cookie(HttpRequest request) => $"casestudies-key-{request.Host.Port ?? 80}";

    private bool Is(string? sent) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent ?? ""), _key);
}
