using System.Security.Cryptography;

namespace CaseStudies.Server.Backup;

/// <summary>Passes the bytes of the file in either direction and computes the hash of the current part and the MAC of the whole.</summary>
internal sealed class HashedStream(Stream file, bool reading) : OneWayStream(reading)
{
    private readonly IncrementalHash _part = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly MemoryStream _before = new();
    private IncrementalHash? _whole;

    /// <summary>The number of bytes since <see cref="BeginPart"/>.</summary>
    public long Counted { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var read = file.Read(buffer);
        Pass(buffer[..read]);
        return read;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        file.Write(buffer);
        Pass(buffer);
    }

    /// <summary>Sets the key of the MAC, which includes the bytes passed before; the key was not known until now.</summary>
    public void Begin(byte[] wholeKey)
    {
        _whole = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, wholeKey);
        _whole.AppendData(_before.GetBuffer().AsSpan(0, (int)_before.Length));
    }

    public ReadOnlySpan<byte> BeforeKey => _before.GetBuffer().AsSpan(0, (int)_before.Length);

    public void BeginPart(byte mark)
    {
        _ = _part.GetHashAndReset();
        _part.AppendData([mark]);
        Counted = 1;
    }

    public string PartHash() => Convert.ToHexStringLower(_part.GetHashAndReset());

    public byte[] Code() => _whole!.GetCurrentHash();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _part.Dispose();
            _whole?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Pass(ReadOnlySpan<byte> bytes)
    {
        Counted += bytes.Length;
        if (_whole is null)
        {
            _before.Write(bytes);
            return;
        }

        _whole.AppendData(bytes);
        _part.AppendData(bytes);
    }
}
