namespace CaseStudies.Server.Access;

/// <summary>What heavy work writes to: after each part it gives way, and while the reader does not take what was written it holds no place.</summary>
internal sealed class TurnStream(Stream to, Turn turn) : Stream
{
    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var written = to.WriteAsync(buffer, cancellationToken);
        if (written.IsCompleted)
        {
            await written;
            await turn.GiveWayAsync(cancellationToken);
            return;
        }

        turn.Pause();
        await written;
        await turn.ResumeAsync(cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        var flushed = to.FlushAsync(cancellationToken);
        if (flushed.IsCompleted)
        {
            await flushed;
            return;
        }

        turn.Pause();
        await flushed;
        await turn.ResumeAsync(cancellationToken);
    }

    public override void Write(byte[] buffer, int offset, int count) => to.Write(buffer, offset, count);

    public override void Flush() => to.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
}
