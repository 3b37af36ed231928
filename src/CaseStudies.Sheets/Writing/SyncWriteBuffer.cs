using System.Buffers;

namespace CaseStudies.Sheets;

/// <summary>
/// Between the zip archive and an answer. The archive writes headers and the ends of its parts synchronously even when it is used
/// asynchronously, which a web server forbids; these few bytes wait here for the next asynchronous write.
/// </summary>
internal sealed class SyncWriteBuffer(Stream to) : Stream
{
    private readonly ArrayBufferWriter<byte> _held = new();

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(ReadOnlySpan<byte> buffer) => _held.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => _held.Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await LetGoAsync(cancellationToken).ConfigureAwait(false);
        await to.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await LetGoAsync(cancellationToken).ConfigureAwait(false);
        await to.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    private async ValueTask LetGoAsync(CancellationToken stop)
    {
        if (_held.WrittenCount == 0)
            return;
        await to.WriteAsync(_held.WrittenMemory, stop).ConfigureAwait(false);
        _held.ResetWrittenCount();
    }
}
