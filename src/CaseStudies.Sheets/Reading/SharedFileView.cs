namespace CaseStudies.Server.Sheets;

/// <summary>A reading place of its own in a shared file: two enumerations do not disturb each other.</summary>
internal sealed class OwnPlace(Stream file, long from) : Stream
{
    private long at = from;

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override long Length => file.Length;
    public override long Position { get => at; set => at = value; }

    public override int Read(Span<byte> buffer)
    {
        file.Position = at;
        var got = file.Read(buffer);
        at += got;
        return got;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
