using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CaseStudies.Server.Backup;

/// <summary>Reads a backup file from beginning to end. Once the manifest is available, every byte has been verified.</summary>
internal sealed class BackupReader : IDisposable
{
    private const int LongestHead = 64 * 1024;
    private readonly HashedStream _file;
    private readonly BackupKeys _keys;
    private readonly ImmutableArray<PartEntry>.Builder _seen = ImmutableArray.CreateBuilder<PartEntry>();
    private (string Name, LineStream Lines, OpeningStream Sealed)? _open;

    /// <exception cref="BackupRefusedException">Not a backup, damaged, or another passphrase.</exception>
    public BackupReader(Stream file, string passphrase)
    {
        _file = new(file, reading: true);
        Span<byte> magic = stackalloc byte[BackupFormat.Magic.Length];
        if (_file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) < magic.Length || !magic.SequenceEqual(BackupFormat.Magic))
            throw new BackupRefusedException(BackupTexts.NoBackup);
        var header = Json(BackupFormat.MaximumHeader);
        Demand(SHA256.HashData(_file.BeforeKey), BackupTexts.DamagedHeader);
        // Checked only now, so that the header of a newer version is not reported as damage.
        Header = Parsed<BackupHeader>(header);
        if (Header.Format != BackupFormat.Version)
            throw new BackupRefusedException(BackupTexts.OtherFormat(Header.Format));
        if (!Header.Key.Bearable)
            throw new BackupRefusedException(BackupTexts.UnbearableKey);
        _keys = BackupKeys.Derive(passphrase, Header.Key);
        Demand(HMACSHA256.HashData(_keys.Header, _file.BeforeKey), BackupTexts.WrongPassphrase);
        _file.Begin(_keys.Whole);
    }

    public BackupHeader Header { get; }

    /// <summary>Available once <see cref="Next"/> has returned null.</summary>
    public BackupManifest? Manifest { get; private set; }

    /// <summary>The next part, skipping the unread rest of the last one; null at the end of the file, which is then fully verified.</summary>
    /// <param name="Head">The first line.</param>
    /// <param name="Rows">The lines after it.</param>
    /// <exception cref="BackupRefusedException">The file is damaged.</exception>
    public (string Name, byte[] Head, Stream Rows)? Next()
    {
        if (_open is not null)
            ClosePart();
        switch (Mark())
        {
            case BackupFormat.PartMark:
                return OpenPart();
            case BackupFormat.ManifestMark:
                Finish();
                return null;
            default:
                throw new BackupRefusedException(BackupTexts.Damaged);
        }
    }

    public void Dispose()
    {
        _open?.Lines.Dispose();
        _file.Dispose();
    }

    private (string, byte[], Stream) OpenPart()
    {
        _file.BeginPart(BackupFormat.PartMark);
        var name = new byte[Bytes(1)[0]];
        Bytes(name);
        var text = Encoding.ASCII.GetString(name);
        if (!text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.'))
            throw new BackupRefusedException(BackupTexts.Damaged);
        var @sealed = new OpeningStream(_file, _keys.Part(_seen.Count, text), text);
        var lines = new LineStream(new GZipStream(@sealed, CompressionMode.Decompress), reading: true);
        _open = (text, lines, @sealed);
        var head = new List<byte>();
        for (int read; (read = lines.ReadByte()) != '\n'; head.Add((byte)read))
        {
            if (read < 0 || head.Count == LongestHead)
                throw new BackupRefusedException(BackupTexts.DamagedPart(text));
        }

        return (text, [.. head], lines);
    }

    private void ClosePart()
    {
        var (name, lines, @sealed) = _open!.Value;
        var rest = new byte[BackupFormat.ChunkBytes];
        try
        {
            while (lines.Read(rest) > 0)
            {
            }
        }
        catch (InvalidDataException)
        {
            throw new BackupRefusedException(BackupTexts.DamagedPart(name)); // proven, and yet no gzip: no program of ours wrote it
        }

        if (@sealed.Read(rest) > 0)
            throw new BackupRefusedException(BackupTexts.DamagedPart(name));
        _seen.Add(new(name, lines.Lines - 1, lines.Bytes, _file.Counted, _file.PartHash()));
        lines.Dispose();
        _open = null;
    }

    private void Finish()
    {
        var manifest = Parsed<BackupManifest>(Json(BackupFormat.MaximumManifest));
        if (Mark() != BackupFormat.EndMark)
            throw new BackupRefusedException(BackupTexts.Damaged);
        Demand(_file.Code(), BackupTexts.Damaged);
        if (_file.Read(new byte[1]) != 0 || !manifest.Parts.SequenceEqual(_seen))
            throw new BackupRefusedException(BackupTexts.Damaged);
        Manifest = manifest;
    }

    private void Demand(byte[] expected, Domain.PublicText otherwise)
    {
        if (!CryptographicOperations.FixedTimeEquals(expected, Bytes(expected.Length)))
            throw new BackupRefusedException(otherwise);
    }

    private byte[] Json(int maximum)
    {
        var length = BinaryPrimitives.ReadUInt32BigEndian(Bytes(sizeof(uint)));
        return length <= maximum ? Bytes((int)length) : throw new BackupRefusedException(BackupTexts.Damaged);
    }

    private static T Parsed<T>(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, BackupFormat.Json) ?? throw new BackupRefusedException(BackupTexts.Damaged);
        }
        catch (Exception e) when (e is JsonException or NodaTime.Text.UnparsableValueException)
        {
            throw new BackupRefusedException(BackupTexts.Damaged);
        }
    }

    private byte Mark() => Bytes(1)[0];

    private byte[] Bytes(int count) => Bytes(new byte[count]);

    private byte[] Bytes(byte[] into) => _file.ReadAtLeast(into, into.Length, throwOnEndOfStream: false) == into.Length
        ? into
        : throw new BackupRefusedException(BackupTexts.EndsEarly);
}
