using System.Security.Cryptography;
using CaseStudies.Domain.Entries;
using NodaTime;

namespace CaseStudies.Server.Projections;

/// <summary>SHA-256 over every column of the entries of an initiative, in the order of versions.</summary>
internal sealed class RowChecksum : IDisposable
{
    private const int Full = 64 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly MemoryStream _buffer = new(2 * Full);
    private readonly BinaryWriter _writer;

    public RowChecksum() => _writer = new(_buffer);

    public void Add(EntryRow row, LocalDate? occurredOn, string? identity, byte[]? fact, byte[]? reason)
    {
        _writer.Write(row.Version);
        _writer.Write(row.RecordedAt.ToUnixTimeTicks());
        foreach (var text in (ReadOnlySpan<string?>)[row.By.Value, row.Source, row.Kind, identity, row.Problem])
        {
            _writer.Write(text is not null);
            _writer.Write(text ?? "");
        }

        _writer.Write(occurredOn is { } day ? day.Year * 10000 + day.Month * 100 + day.Day : 0);
        foreach (var id in (ReadOnlySpan<Guid?>)[row.Opens?.Value, row.Closes?.Value, row.Command?.Value, row.Origin?.Import.Value])
        {
            _writer.Write(id is not null);
            _writer.Write((id ?? Guid.Empty).ToByteArray());
        }

        _writer.Write(row.Origin?.Sheet ?? 0);
        _writer.Write(row.Origin?.Row ?? 0);
        Add(fact);
        Add(reason);
        if (row.CapturedAt is { } captured) // few have it, and those without give what they gave before there was the column
            _writer.Write(captured.ToUnixTimeTicks());
        if (_buffer.Length >= Full)
            Flush();
    }

    public string Finish()
    {
        Flush();
        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    public void Dispose()
    {
        _writer.Dispose();
        _hash.Dispose();
    }

    private void Add(byte[]? json)
    {
        _writer.Write(json?.Length ?? -1);
        _writer.Write(json ?? []);
    }

    private void Flush()
    {
        _hash.AppendData(_buffer.GetBuffer().AsSpan(0, (int)_buffer.Length));
        _buffer.SetLength(0);
    }
}
