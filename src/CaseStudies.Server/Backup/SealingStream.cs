using System.Buffers.Binary;

namespace CaseStudies.Server.Backup;

/// <summary>Encrypts what is written, chunk by chunk; the last chunk is written when the stream is closed.</summary>
internal sealed class SealingStream(Stream to, byte[] key) : OneWayStream(reading: false)
{
    private readonly ChunkCipher _cipher = new(key);
    private readonly byte[] _plain = new byte[BackupFormat.ChunkBytes];
    private readonly byte[] _sealed = new byte[sizeof(uint) + BackupFormat.ChunkBytes + BackupFormat.TagBytes];
    private int _filled;
    private bool _closed;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            // Written only now: the next bytes show that a full chunk is not the last.
            if (_filled == _plain.Length)
                Emit(last: false);
            var taken = Math.Min(buffer.Length, _plain.Length - _filled);
            buffer[..taken].CopyTo(_plain.AsSpan(_filled));
            _filled += taken;
            buffer = buffer[taken..];
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_closed)
        {
            _closed = true;
            Emit(last: true);
            _cipher.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Emit(bool last)
    {
        var length = _filled + BackupFormat.TagBytes;
        BinaryPrimitives.WriteUInt32BigEndian(_sealed, (uint)length | (last ? BackupFormat.LastChunk : 0));
        _cipher.Seal(_plain.AsSpan(0, _filled), _sealed.AsSpan(sizeof(uint), length), last);
        to.Write(_sealed.AsSpan(0, sizeof(uint) + length));
        _filled = 0;
    }
}
