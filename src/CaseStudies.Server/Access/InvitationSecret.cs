using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CaseStudies.Domain;

namespace CaseStudies.Server.Access;

/// <summary>
/// The 32 random bytes at the end of an invitation's link. They are shown once and stored nowhere: the id that events name is what SHA-256 makes of them,
/// so that the link leads to the invitation, and the invitation to no link.
/// </summary>
internal static class InvitationSecret
{
    /// <summary>Where links lead.</summary>
    public const string Path = "/join";

    public static (string Secret, InvitationId Invitation) New()
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return (secret, IdOf(secret));
    }

    public static InvitationId IdOf(string secret) => new(new(SHA256.HashData(Encoding.UTF8.GetBytes(secret)).AsSpan(0, 16), bigEndian: true));

    /// <summary>The whole link, as the request addresses this server.</summary>
    public static string Link(HttpRequest request, Slug organisation, string secret) =>
        $"{request.Scheme}://{request.Host.ToUriComponent()}{request.PathBase.ToUriComponent()}{Path}/{organisation}/{secret}";
}
