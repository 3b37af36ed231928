using System.Security.Cryptography;
using System.Text;

namespace CaseStudies.Server.Accounts;

/// <summary>Texts of 256 random bits that somebody shows, in a cookie or a link. They need no slow hash: nobody can try them all.</summary>
internal static class Secret
{
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
