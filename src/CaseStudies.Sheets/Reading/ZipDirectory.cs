using System.Buffers.Binary;
using System.Text;

namespace CaseStudies.Sheets;

/// <summary>
/// Reads a zip's directory ourselves: .NET's archive makes an object of every entry before anybody can count them, and what is
/// checked must be exactly what is opened afterwards.
/// </summary>
internal sealed class ZipDirectory(Stream file, SheetLimits limits)
{
    private const uint EndMark = 0x06054B50, End64Mark = 0x06064B50, Locator64Mark = 0x07064B50, EntryMark = 0x02014B50, HeaderMark = 0x04034B50;
    private const int LongestName = 512;

    public IReadOnlyList<ZipPart> Read()
    {
        var (start, size, count) = End();
        if (count > limits.ZipEntries)
            throw FileRefusals.TooComplex("部品が多すぎます", "too many parts");
        var parts = new List<ZipPart>();
        for (var at = start; at < start + size;)
        {
            if (parts.Count == limits.ZipEntries)
                throw FileRefusals.TooComplex("部品が多すぎます", "too many parts");
            parts.Add(Entry(ref at, start));
        }

        if (parts.Count != count)
            throw Damaged();
        Overlap(parts, start);
        return parts;
    }

    private (long Start, long Size, long Count) End()
    {
        var length = (int)Math.Min(file.Length, 22 + ushort.MaxValue);
        var tail = Bytes(file.Length - length, length);
        for (var i = length - 22; i >= 0; i--)
        {
            var end = tail.AsSpan(i);
            if (U32(end, 0) != EndMark || U16(end, 20) != end.Length - 22)
                continue;
            var (start, size, count, at) = ((long)U32(end, 16), (long)U32(end, 12), (long)U16(end, 10), file.Length - end.Length);
            if (U16(end, 4) is not (0 or ushort.MaxValue)
                || (start != uint.MaxValue && size != uint.MaxValue && count != ushort.MaxValue && U16(end, 8) != count))
                throw Damaged();
            return start == uint.MaxValue || size == uint.MaxValue || count == ushort.MaxValue ? End64(at) : Fitting(start, size, count, at);
        }

        throw Damaged();
    }

    private (long Start, long Size, long Count) End64(long before)
    {
        var locator = Bytes(before - 20, 20);
        var at = U63(locator, 8);
        if (U32(locator, 0) != Locator64Mark || at > before - 76)
            throw Damaged();
        var end = Bytes(at, 56);
        return U32(end, 0) == End64Mark ? Fitting(U63(end, 48), U63(end, 40), U63(end, 32), at) : throw Damaged();
    }

    private static (long Start, long Size, long Count) Fitting(long start, long size, long count, long end) =>
        start <= end && size == end - start ? (start, size, count) : throw Damaged();

    private ZipPart Entry(ref long at, long directory)
    {
        var entry = Bytes(at, 46);
        var (flags, method, nameLength, extraLength) = (U16(entry, 8), U16(entry, 10), U16(entry, 28), U16(entry, 30));
        if (U32(entry, 0) != EntryMark)
            throw Damaged();
        if ((flags & 0x2041) != 0)
            throw FileRefusals.Encrypted();
        if (nameLength is 0 or > LongestName)
            throw FileRefusals.UnsafeName(nameLength == 0 ? "" : "…");
        if (method is not (0 or 8) || (U32(entry, 38) >> 28) == 0xA)
            throw method is 0 or 8 ? FileRefusals.UnsafeName("symbolic link") : FileRefusals.TooComplex($"圧縮方式 {method}", $"packing method {method}");
        var name = Bytes(at + 46, nameLength);
        var (packed, unpacked, header) = Sizes(entry, Bytes(at + 46 + nameLength, extraLength));
        at += 46 + nameLength + extraLength + U16(entry, 32);

        var local = header <= directory - 30 ? Bytes(header, 30) : throw Damaged();
        var start = header + 30 + U16(local, 26) + U16(local, 28);
        if (U32(local, 0) != HeaderMark || U16(local, 8) != method
            || !Bytes(header + 30, U16(local, 26)).AsSpan().SequenceEqual(name) || packed > directory - start)
            throw Damaged();
        return new(Encoding.UTF8.GetString(name), header, start, packed, unpacked, U32(entry, 16), method == 8);
    }

    /// <summary>Some programs always write the sizes of the 64-bit format, however small a file is.</summary>
    private static (long Packed, long Unpacked, long Header) Sizes(byte[] entry, byte[] extra)
    {
        var (packed, unpacked, header) = ((long)U32(entry, 20), (long)U32(entry, 24), (long)U32(entry, 42));
        for (var i = 0; i + 4 <= extra.Length; i += 4 + U16(extra, i + 2))
        {
            if (U16(extra, i) != 1)
                continue;
            var at = i + 4;
            unpacked = Wide(unpacked);
            packed = Wide(packed);
            header = Wide(header);
            break;

            long Wide(long narrow)
            {
                if (narrow != uint.MaxValue)
                    return narrow;
                at += 8;
                return at <= extra.Length ? U63(extra, at - 8) : throw Damaged();
            }
        }

        return (packed, unpacked, header);
    }

    /// <summary>Entries that share bytes are how a small file holds petabytes.</summary>
    private static void Overlap(List<ZipPart> parts, long directory)
    {
        var end = 0L;
        foreach (var part in parts.OrderBy(p => p.Header))
        {
            if (part.Header < end || part.Start + part.Packed > directory)
                throw Damaged();
            end = part.Start + part.Packed;
        }
    }

    private byte[] Bytes(long at, int length)
    {
        if (at < 0 || length > file.Length - at)
            throw Damaged();
        var bytes = new byte[length];
        file.Position = at;
        file.ReadExactly(bytes);
        return bytes;
    }

    private static ushort U16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static long U63(ReadOnlySpan<byte> bytes, int at) =>
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]) is <= long.MaxValue / 4 and var value ? (long)value : throw Damaged();

    private static SheetRefusedException Damaged() => FileRefusals.Damaged("ZIP の目次が合いません", "the zip directory does not fit");
}
