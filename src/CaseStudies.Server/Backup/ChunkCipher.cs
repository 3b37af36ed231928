using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CaseStudies.Server.Backup;

/// <summary>AES-256-GCM for the chunks of one part, in order; see <see cref="BackupFormat"/>.</summary>
internal sealed class ChunkCipher(byte[] key) : IDisposable
{
    private readonly AesGcm _aes = new(key, BackupFormat.TagBytes);
    private readonly byte[] _nonce = new byte[12];
    private uint _place;

    /// <param name="sealed">Ciphertext and tag: the length of the plain bytes plus that of the tag.</param>
    public void Seal(ReadOnlySpan<byte> plain, Span<byte> @sealed, bool last) =>
        _aes.Encrypt(Next(last), plain, @sealed[..plain.Length], @sealed[plain.Length..]);

    /// <exception cref="AuthenticationTagMismatchException">Not the chunk that was written at this position.</exception>
    public void Open(ReadOnlySpan<byte> @sealed, Span<byte> plain, bool last) =>
        _aes.Decrypt(Next(last), @sealed[..plain.Length], @sealed[plain.Length..], plain);

    public void Dispose() => _aes.Dispose();

    private byte[] Next(bool last)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_nonce.AsSpan(7), _place);
        _nonce[11] = last ? (byte)1 : (byte)0;
        _place++; // checked: a nonce never comes twice
        return _nonce;
    }
}
