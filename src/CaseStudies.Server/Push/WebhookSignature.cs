using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NodaTime;

namespace CaseStudies.Server.Push;

/// <summary>
/// Signs a body as Standard Webhooks 1.0 says (standardwebhooks.com): HMAC-SHA256 over <c>id.timestamp.body</c>, in the headers webhook-id,
/// webhook-timestamp and webhook-signature.
/// </summary>
internal static class WebhookSignature
{
    /// <summary>Before the secret's bytes in base64.</summary>
    public const string SecretPrefix = "whsec_";

    private const int LeastBytes = 24, MostBytes = 64;

    public static string NewSecret() => SecretPrefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    /// <returns>Null: it is no secret of the standard's form.</returns>
    public static byte[]? KeyOf(string secret)
    {
        var buffer = new byte[MostBytes + 3];
        return secret.StartsWith(SecretPrefix, StringComparison.Ordinal)
            && Convert.TryFromBase64String(secret[SecretPrefix.Length..], buffer, out var length) && length is >= LeastBytes and <= MostBytes
            ? buffer[..length]
            : null;
    }

    public static void Sign(HttpRequestMessage request, string id, Instant at, ReadOnlyMemory<byte> body, byte[] key)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", seconds);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{seconds}."), .. body.Span];
        request.Headers.Add("webhook-signature", "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
    }
}
