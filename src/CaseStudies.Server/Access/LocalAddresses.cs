using System.Net;
using CaseStudies.Domain;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CaseStudies.Server.Access;

/// <summary>With the local user on, the server listens only where no other machine can reach it.</summary>
internal static class LocalAddresses
{
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>Checks the configured addresses before the server listens.</summary>
    /// <exception cref="StartupException">One of the addresses can be reached from other machines.</exception>
    public static void Require(IConfiguration configuration)
    {
        if (configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(e => e["Url"]).OfType<string>().Concat(Configured(configuration))
                .FirstOrDefault(a => !IsLocal(a)) is { } address)
            throw new StartupException(Refusal(address));
    }

    /// <summary>Checks the real addresses once the server listens; null when all are local.</summary>
    public static PublicText? Reachable(IServer server) =>
        server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(a => !IsLocal(a)) is { } address ? Refusal(address) : null;

    private static IEnumerable<string> Configured(IConfiguration configuration) => configuration["urls"] is { Length: > 0 } urls
        ? urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        : $"{configuration["http_ports"]};{configuration["https_ports"]}".Split(';', StringSplitOptions.RemoveEmptyEntries).Select(p => $"http://*:{p}");

    private static bool IsLocal(string address)
    {
        try
        {
            return IsLoopback(BindingAddress.Parse(address).Host);
        }
        catch (FormatException)
        {
            throw new StartupException(new(
                $"待ち受けるアドレス「{address}」を読めません。http://localhost:5080 のように指定してください。",
                $"'{address}' is no address to listen on. Write it as in http://localhost:5080."));
        }
    }

    private static PublicText Refusal(string address) => new(
        $"サインインなしの利用者が有効なのに(LocalUser:Enabled)、ほかの PC からも届くアドレス {address} で待ち受けるようになっています。"
        + "localhost だけで待ち受けるか、accounts create でアカウントを作るか、LocalUser__Enabled=false にして Authentication__Authority と "
        + "Authentication__Audience を設定してください。",
        $"The local user is switched on (LocalUser:Enabled), but the server is to listen on {address}, which other machines can reach. "
        + "Listen on localhost only, or make an account (accounts create), or switch it off (LocalUser__Enabled=false) and set "
        + "Authentication__Authority and Authentication__Audience.");
}
