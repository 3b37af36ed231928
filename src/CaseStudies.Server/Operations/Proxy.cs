using System.Net;
using CaseStudies.Server.Access;
using Microsoft.AspNetCore.HttpOverrides;

namespace CaseStudies.Server.Operations;

/// <summary>Behind a reverse proxy: whose word on the caller's address and scheme counts, and below which path the program is mounted.</summary>
/// <param name="Trusted">Addresses and networks of proxies; none by default, so that nobody can pretend to be somebody else.</param>
/// <param name="PathBase">Such as <c>/casestudies</c>, or empty.</param>
internal sealed record Proxy(IReadOnlyList<System.Net.IPNetwork> Trusted, string PathBase)
{
    private const string TrustedKey = "Proxy:Trusted";
    private const string PathBaseKey = "Proxy:PathBase";

    /// <exception cref="StartupException">A setting is not of its form, or contradicts the local user.</exception>
    public static Proxy Read(IConfiguration configuration, bool localUser)
    {
        var trusted = (configuration[TrustedKey] ?? "").Split([',', ' ', ';'], StringSplitOptions.RemoveEmptyEntries).Select(Network).ToList();
        if (localUser && trusted.Count > 0)
            throw new StartupException(new(
                $"{TrustedKey} が設定されていますが、サインインなしの利用者が有効です(LocalUser:Enabled)。プロキシの向こうの全員がその一人になってしまいます。"
                + "先に accounts create でアカウントを作るか、LocalUser__Enabled=false にして Authentication__Authority と Authentication__Audience を設定してください。",
                $"{TrustedKey} is set, but the local user is switched on (LocalUser:Enabled): everybody behind the proxy would be that one user. "
                + "Make an account first (accounts create), or switch it off (LocalUser__Enabled=false) and set Authentication__Authority and "
                + "Authentication__Audience."));
        var path = PathBaseOf(configuration);
        return path is "" or ['/', not '/', ..] && Uri.IsWellFormedUriString(path, UriKind.Relative)
            ? new(trusted, path)
            : throw new StartupException(new(
                $"{PathBaseKey} は /casestudies のようにスラッシュで始まるパスです(「{path}」になっています)。",
                $"{PathBaseKey} begins with a slash and names a path, as in /casestudies; '{path}' does not."));
    }

    public static string PathBaseOf(IConfiguration configuration) => (configuration[PathBaseKey] ?? "").TrimEnd('/');

    /// <summary>First in the pipeline: all that follows asks for scheme, host and path.</summary>
    public void Use(WebApplication app)
    {
        if (Trusted.Count > 0)
        {
            var options = new ForwardedHeadersOptions
            {
                ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            };
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in Trusted)
                options.KnownIPNetworks.Add(network);
            app.UseForwardedHeaders(options);
        }

        // Only over HTTPS, and never for localhost: browsers would refuse every other program on that name.
        app.UseHsts();
        if (PathBase.Length > 0)
            app.UsePathBase(PathBase);
    }

    private static System.Net.IPNetwork Network(string text)
    {
        if (System.Net.IPNetwork.TryParse(text, out var network))
            return network;
        return IPAddress.TryParse(text, out var address)
            ? new(address, address.GetAddressBytes().Length * 8)
            : throw new StartupException(new(
                $"{TrustedKey} は 10.0.0.5 や 10.0.0.0/8 のようなアドレスかネットワークです(「{text}」はどちらでもありません)。",
                $"{TrustedKey} holds addresses or networks, as in 10.0.0.5 or 10.0.0.0/8; '{text}' is neither."));
    }
}
