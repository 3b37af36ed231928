using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CaseStudies.Domain;

namespace CaseStudies.Server.Access;

/// <summary>
/// The 32 random bytes at the end of the link of an invitation or a shared figure. They are shown once and stored nowhere: the id that events name is what
/// SHA-256 makes of them, so that the link leads to the invitation, and the invitation to no link.
/// </summary>
internal static class LinkSecret
{
    /// <summary>Where the links of invitations lead.</summary>
    public const string Join = "/join";

    /// <summary>Where the links of shared figures lead.</summary>
    public const string Shared = "/shared";

    public static (string Secret, Guid Id) New()
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (secret, IdOf(secret));
    }

    public static Guid IdOf(string secret) => new(SHA256.HashData(Encoding.UTF8.GetBytes(secret)).AsSpan(0, 16), bigEndian: true);

    /// <param name="path">One of the constants here.</param>
    public static string PathOf(string path, Slug organisation, string secret) => $"{path}/{organisation}/{secret}";

    /// <summary>The whole link, as the request addresses this server.</summary>
    /// <param name="path">One of the constants here.</param>
    public static string Link(HttpRequest request, string path, Slug organisation, string secret) =>
        $"{request.Scheme}://{request.Host.ToUriComponent()}{request.PathBase.ToUriComponent()}{PathOf(path, organisation, secret)}";
}
