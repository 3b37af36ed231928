using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text;
using CaseStudies.Server.Store;

namespace CaseStudies.Server.Backup;

/// <summary>Writes a backup file from beginning to end, each part in one pass and in bounded memory.</summary>
internal sealed class BackupWriter : IDisposable
{
    private readonly HashedStream _file;
    private readonly BackupKeys _keys;
    private readonly List<PartEntry> _parts = [];

    public BackupWriter(Stream file, BackupHeader header, string passphrase)
    {
        _file = new(file, reading: false);
        _file.Write(BackupFormat.Magic);
        WriteJson(header);
        _file.Write(SHA256.HashData(_file.BeforeKey));
        _keys = BackupKeys.Derive(passphrase, header.Key);
        _file.Write(HMACSHA256.HashData(_keys.Header, _file.BeforeKey));
        _file.Begin(_keys.Whole);
    }

    /// <param name="head">The part's first line.</param>
    /// <param name="write">Writes the other lines, each ended by LF.</param>
    public async Task<PartEntry> PartAsync(string name, object head, Func<Stream, Task> write)
    {
        _file.Write([BackupFormat.PartMark]);
        _file.BeginPart(BackupFormat.PartMark);
        _file.Write([(byte)name.Length]);
        _file.Write(Encoding.ASCII.GetBytes(name));
        var lines = Lines(name);
        await using (lines)
        {
            lines.Write(JsonSerializer.SerializeToUtf8Bytes(head, BackupFormat.Json));
            lines.Write("\n"u8);
            await write(lines);
        }

        var entry = new PartEntry(name, lines.Lines - 1, lines.Bytes, _file.Counted, _file.PartHash());
        _parts.Add(entry);
        return entry;
    }

    public BackupManifest Finish(long organisations, long initiatives)
    {
        var manifest = new BackupManifest([.. _parts], organisations, initiatives, _parts.FirstOrDefault(p => p.Name == MartenTables.Events)?.Rows ?? 0);
        _file.Write([BackupFormat.ManifestMark]);
        WriteJson(manifest);
        _file.Write([BackupFormat.EndMark]);
        _file.Write(_file.Code());
        return manifest;
    }

    public void Dispose() => _file.Dispose();

    private LineStream Lines(string name) =>
        new(new GZipStream(new SealingStream(_file, _keys.Part(_parts.Count, name)), CompressionLevel.Optimal), reading: false);

    private void WriteJson<T>(T value)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(value, BackupFormat.Json);
        Span<byte> length = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)json.Length);
        _file.Write(length);
        _file.Write(json);
    }
}
