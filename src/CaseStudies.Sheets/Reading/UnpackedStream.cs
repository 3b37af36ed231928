using System.IO.Compression;
using System.IO.Hashing;

namespace CaseStudies.Sheets;

/// <summary>
/// The bytes of one part. Counts what really comes out and stops at the limits; at the end size and checksum must be those that were claimed.
/// </summary>
internal sealed class UnpackedStream : ReadOnlyStream
{
    private readonly ZipPart _part;
    private readonly SheetLimits _limits;
    private readonly Action<long> _count;
    private readonly SharedFileView _packed;
    private readonly Stream _unpacked;
    private readonly Crc32 _crc = new();
    private long _read;

    /// <param name="count">Told of every byte that came out, for the limit over all parts.</param>
    public UnpackedStream(Stream file, ZipPart part, SheetLimits limits, Action<long> count)
    {
        (_part, _limits, _count) = (part, limits, count);
        _packed = new SharedFileView(file, part.Start, part.Packed);
        _unpacked = part.Deflated ? new DeflateStream(_packed, CompressionMode.Decompress) : _packed;
    }

    public override int Read(Span<byte> buffer)
    {
        var got = Next(buffer);
        if (got == 0 && buffer.Length > 0)
        {
            if (_read != _part.Unpacked || _crc.GetCurrentHashAsUInt32() != _part.Crc)
                throw Damaged();
            return 0;
        }

        _read += got;
        if (_read > _limits.PartBytes || (_read > _limits.RatioFrom && _read / Math.Max(1, _part.Packed) > _limits.Ratio))
            throw FileRefusals.UnpacksTooLarge(_limits.PartBytes);
        if (_read > _part.Unpacked)
            throw Damaged();
        _count(_read);
        _crc.Append(buffer[..got]);
        return got;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _unpacked.Dispose();
            _packed.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Next(Span<byte> buffer)
    {
        try
        {
            return _unpacked.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw FileRefusals.Damaged("圧縮データの誤り", "its packed bytes make no sense", e);
        }
    }

    private static SheetRefusedException Damaged() => FileRefusals.Damaged("検査値または大きさが合いません", "a size or checksum does not fit");
}
