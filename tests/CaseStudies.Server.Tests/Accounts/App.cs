using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using NodaTime;

namespace CaseStudies.Server.Tests.Accounts;

/// <summary>The app of a phone that shows codes (RFC 6238), from the page that shows the secret.</summary>
internal sealed partial record App(string Grouped, IClock Clock)
{
    private const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>When it was set up: each code is asked for by its distance from there.</summary>
    private readonly long _step = Clock.GetCurrentInstant().ToUnixTimeSeconds() / 30;

    /// <param name="clock">The server's.</param>
    public static App Of(string page, IClock clock) => new(Secret().Match(page).Groups[1].Value, clock);

    /// <param name="ahead">By so many times thirty seconds.</param>
    public string Code(int ahead)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, _step + ahead);
#pragma warning disable CA5350 // what apps do
        var hash = HMACSHA1.HashData(Key(), counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(hash[^1] & 0xF)) & 0x7FFFFFFF;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private byte[] Key()
    {
        var bits = string.Concat(Grouped.Where(c => c != ' ').Select(c => Convert.ToString(Digits.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(b => b.Length == 8).Select(b => Convert.ToByte(new string(b), 2))];
    }

    [GeneratedRegex("<p><code>([A-Z2-7 ]+)</code></p>")]
    private static partial Regex Secret();
}
