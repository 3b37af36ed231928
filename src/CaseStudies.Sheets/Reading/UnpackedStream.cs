using System.IO.Compression;

namespace CaseStudies.Server.Sheets;

/// <summary>The bytes of one part. Counts what really comes out and stops at the limits; at the end size and checksum must be those that were claimed.</summary>
internal sealed class UnpackedStream : Stream
{
    private readonly ZipPart part;
    private readonly SheetLimits limits;
    private readonly Action<long> count;
    private readonly Stream packed;
    private readonly Stream unpacked;
    private uint crc = uint.MaxValue;
    private long read;

    /// <param name="count">Told of every byte that came out, for the limit over all parts.</param>
    public UnpackedStream(Stream file, ZipPart part, SheetLimits limits, Action<long> count)
    {
        (this.part, this.limits, this.count) = (part, limits, count);
        packed = new PackedStream(file, part);
        unpacked = part.Deflated ? new DeflateStream(packed, CompressionMode.Decompress) : packed;
    }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        var got = Next(buffer);
        if (got == 0 && buffer.Length > 0)
        {
            if (read != part.Unpacked || ~crc != part.Crc)
                throw Damaged();
            return 0;
        }

        read += got;
        if (read > limits.PartBytes || (read > limits.RatioFrom && read / Math.Max(1, part.Packed) > limits.Ratio))
            throw FileRefusals.UnpacksTooLarge(limits.PartBytes);
        if (read > part.Unpacked)
            throw Damaged();
        count(read);
        crc = Crc32.Add(crc, buffer[..got]);
        return got;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacked.Dispose();
            packed.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Next(Span<byte> buffer)
    {
        try
        {
            return unpacked.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw FileRefusals.Damaged("圧縮データの誤り", "its packed bytes make no sense", e);
        }
    }

    private static SheetRefusedException Damaged() => FileRefusals.Damaged("検査値または大きさが合いません", "a size or checksum does not fit");

    /// <summary>A window on the file. Seeks before each read, so that several parts can be read at the same time.</summary>
    private sealed class PackedStream(Stream file, ZipPart part) : Stream
    {
        private long at;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            file.Position = part.Start + at;
            var got = file.Read(buffer[..(int)Math.Min(buffer.Length, part.Packed - at)]);
            at += got;
            return got;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
