using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CaseStudies.Server.Backup;

/// <summary>Decrypts the chunks of one part. Returns only bytes that were verified.</summary>
internal sealed class OpeningStream(Stream from, byte[] key, string part) : OneWayStream(reading: true)
{
    private readonly ChunkCipher _cipher = new(key);
    private readonly byte[] _sealed = new byte[BackupFormat.ChunkBytes + BackupFormat.TagBytes];
    private readonly byte[] _plain = new byte[BackupFormat.ChunkBytes];
    private int _position;
    private int _filled;
    private bool _last;

    /// <exception cref="BackupRefusedException">The chunk is damaged, or the file ends in it.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (_position == _filled && !_last)
            Next();
        var given = Math.Min(buffer.Length, _filled - _position);
        _plain.AsSpan(_position, given).CopyTo(buffer);
        _position += given;
        return given;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _cipher.Dispose();
        base.Dispose(disposing);
    }

    private void Next()
    {
        Span<byte> word = stackalloc byte[sizeof(uint)];
        Exactly(word);
        var length = BinaryPrimitives.ReadUInt32BigEndian(word);
        (_last, length) = ((length & BackupFormat.LastChunk) != 0, length & ~BackupFormat.LastChunk);
        if (length < BackupFormat.TagBytes || length > _sealed.Length || (!_last && length != _sealed.Length))
            throw new BackupRefusedException(BackupTexts.DamagedPart(part));
        Exactly(_sealed.AsSpan(0, (int)length));
        (_position, _filled) = (0, (int)length - BackupFormat.TagBytes);
        try
        {
            _cipher.Open(_sealed.AsSpan(0, (int)length), _plain.AsSpan(0, _filled), _last);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new BackupRefusedException(BackupTexts.DamagedPart(part));
        }
    }

    private void Exactly(Span<byte> into)
    {
        if (from.ReadAtLeast(into, into.Length, throwOnEndOfStream: false) < into.Length)
            throw new BackupRefusedException(BackupTexts.EndsIn(part));
    }
}
