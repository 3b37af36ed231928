namespace CaseStudies.Server.Backup;

/// <summary>Counts the bytes and lines of the plain text of a part.</summary>
internal sealed class LineStream(Stream inner, bool reading) : OneWayStream(reading)
{
    public long Bytes { get; private set; }
    public long Lines { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        Count(buffer[..read]);
        return read;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        inner.Write(buffer);
        Count(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private void Count(ReadOnlySpan<byte> bytes)
    {
        Bytes += bytes.Length;
        Lines += bytes.Count((byte)'\n');
    }
}
