using System.Buffers.Binary;

namespace CaseStudies.Server.Sheets;

/// <summary>The checksum of zip files, four bytes at a time. Forty lines are less than a package.</summary>
internal static class Crc32
{
    private static readonly uint[][] s_tables = Tables();

    /// <summary>Begin with <see cref="uint.MaxValue"/> and complement the end.</summary>
    public static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        var (first, second, third, fourth) = (s_tables[3], s_tables[2], s_tables[1], s_tables[0]);
        for (; bytes.Length >= 4; bytes = bytes[4..])
        {
            crc ^= BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            crc = first[crc & 0xFF] ^ second[(crc >> 8) & 0xFF] ^ third[(crc >> 16) & 0xFF] ^ fourth[crc >> 24];
        }

        foreach (var b in bytes)
            crc = fourth[(crc ^ b) & 0xFF] ^ (crc >> 8);
        return crc;
    }

    private static uint[][] Tables()
    {
        var tables = new uint[4][];
        tables[0] = [.. Enumerable.Range(0, 256).Select(n => (uint)n).Select(n => Enumerable.Range(0, 8).Aggregate(n, (v, _) => (v & 1) == 1 ? 0xEDB88320u ^ (v >> 1) : v >> 1))];
        for (var t = 1; t < 4; t++)
            tables[t] = [.. tables[t - 1].Select(v => tables[0][v & 0xFF] ^ (v >> 8))];
        return tables;
    }
}
