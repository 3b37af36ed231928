using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using CaseStudies.Sheets;

namespace CaseStudies.Sheets.Tests;

/// <summary>An entry as it will stand in the zip, with the lies that are told about it.</summary>
internal sealed record RawEntry(string Name, byte[] Data)
{
    public bool Stored { get; init; }
    public int Flags { get; init; }
    public int? Method { get; init; }
    public long? SaysUnpacked { get; init; }
    public uint? SaysCrc { get; init; }
    public uint Attributes { get; init; }
    public string? LocalName { get; init; }

    /// <summary>Points to this entry's bytes instead of having its own.</summary>
    public int? SharesWith { get; init; }

    public RawEntry(string name, string text)
        : this(name, Encoding.UTF8.GetBytes(text))
    {
    }
}

/// <summary>Writes zips that no honest library would write.</summary>
internal static class RawZip
{
    public static byte[] FromEntries(IReadOnlyList<RawEntry> entries, int? saysCount = null, int startShift = 0, bool zip64 = false)
    {
        var (zip, directory, offsets) = (new MemoryStream(), new MemoryStream(), new List<long>());
        foreach (var entry in entries)
        {
            var (packed, crc) = (entry.Stored ? entry.Data : Deflated(entry.Data), entry.SaysCrc ?? Crc32.HashToUInt32(entry.Data));
            var size = (uint)(entry.SaysUnpacked ?? entry.Data.Length);
            var at = entry.SharesWith is { } other ? offsets[other] : zip.Length;
            offsets.Add(at);
            if (entry.SharesWith is null)
                zip.Write([.. Fields(0x04034B50u, Common(entry, crc, (uint)packed.Length, size, entry.LocalName ?? entry.Name), (ushort)0),
                    .. Encoding.UTF8.GetBytes(entry.LocalName ?? entry.Name), .. packed]);
            byte[] extra = zip64 ? Fields((ushort)1, (ushort)24, (ulong)size, (ulong)packed.Length, (ulong)at) : [];
            var common = zip64 ? Common(entry, crc, uint.MaxValue, uint.MaxValue, entry.Name) : Common(entry, crc, (uint)packed.Length, size, entry.Name);
            directory.Write([.. Fields(0x02014B50u, (ushort)45, common, (ushort)extra.Length, (ushort)0, (ushort)0, (ushort)0, entry.Attributes,
                zip64 ? uint.MaxValue : (uint)at), .. Encoding.UTF8.GetBytes(entry.Name), .. extra]);
        }

        var (start, count) = (zip.Length + startShift, saysCount ?? entries.Count);
        zip.Write(directory.ToArray());
        if (zip64)
        {
            var end = zip.Length;
            zip.Write(Fields(0x06064B50u, 44UL, (ushort)45, (ushort)45, 0u, 0u, (ulong)count, (ulong)count, (ulong)directory.Length, (ulong)start, 0x07064B50u,
                0u, (ulong)end, 1u));
        }

        zip.Write(Fields(0x06054B50u, 0u, zip64 ? ushort.MaxValue : (ushort)count, zip64 ? ushort.MaxValue : (ushort)count, (uint)directory.Length,
            zip64 ? uint.MaxValue : (uint)start, (ushort)0));
        return zip.ToArray();
    }

    private static byte[] Common(RawEntry entry, uint crc, uint packed, uint size, string name) =>
        Fields((ushort)20, (ushort)entry.Flags, (ushort)(entry.Method ?? (entry.Stored ? 0 : 8)), 0x00210000u, crc, packed, size,
            (ushort)Encoding.UTF8.GetByteCount(name));

    public static byte[] Deflated(byte[] data)
    {
        var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, data.Length is > 1 << 20 and < 100 << 20 ? CompressionLevel.SmallestSize : CompressionLevel.Optimal,
            leaveOpen: true))
            deflate.Write(data);
        return packed.ToArray();
    }

    private static byte[] Fields(params object[] fields)
    {
        var bytes = new List<byte>();
        foreach (var field in fields)
        {
            var piece = new byte[8];
            switch (field)
            {
                case ushort number:
                    BinaryPrimitives.WriteUInt16LittleEndian(piece, number);
                    bytes.AddRange(piece[..2]);
                    break;
                case uint number:
                    BinaryPrimitives.WriteUInt32LittleEndian(piece, number);
                    bytes.AddRange(piece[..4]);
                    break;
                case ulong number:
                    BinaryPrimitives.WriteUInt64LittleEndian(piece, number);
                    bytes.AddRange(piece);
                    break;
                case byte[] ready:
                    bytes.AddRange(ready);
                    break;
                default:
                    throw new NotSupportedException(field.GetType().Name);
            }
        }

        return [.. bytes];
    }
}
