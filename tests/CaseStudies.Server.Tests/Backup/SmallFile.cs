using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CaseStudies.Server.Backup;
using NodaTime;

namespace CaseStudies.Server.Tests.Backup;

/// <summary>Backup files that no database has seen, and where their pieces stand.</summary>
internal static class SmallFile
{
    public static readonly Instant Taken = Instant.FromUtc(2026, 4, 1, 0, 0);

    private static readonly ImmutableArray<string> s_columns = ["tenant_id", "id"];

    /// <param name="random">Draws the rows, which so cannot be compressed to nothing.</param>
    /// <param name="rows">Of each table.</param>
    public static async Task<byte[]> WriteAsync(Random random, int rows, KeyCosts? costs = null, Func<string, IEnumerable<string>>? text = null)
    {
        using var file = new MemoryStream();
        using var writer = new BackupWriter(file, new(BackupFormat.Version, Taken, "1.0", "18.4", costs ?? Backups.Cheap), Backups.Passphrase);
        foreach (var table in StoredTables.Truth)
        {
            await writer.PartAsync(table, s_columns,
                lines => WriteLines(lines, text?.Invoke(table) ?? Enumerable.Range(0, rows).Select(i => $"{i}\t{random.NextInt64():x16}")));
        }

        var check = new InitiativeCheck("ysc", "cafe", 3, new('a', 64), [new(new(2025, 4, 1), new(2026, 3, 31))], new('b', 64));
        await writer.PartAsync(BackupFormat.Checks, new ChecksHead(Taken), lines => WriteLines(lines, [JsonSerializer.Serialize(check, BackupFormat.Json)]));
        writer.Finish(1, 1);
        return file.ToArray();
    }

    /// <summary>Where each part begins and ends, after the header and before the manifest.</summary>
    public static List<Range> Parts(byte[] file)
    {
        var (at, ranges) = (HeaderEnd(file), new List<Range>());
        foreach (var part in Backups.Verify(file).Manifest.Parts)
        {
            ranges.Add(at..(at + (int)part.Stored));
            at += (int)part.Stored;
        }

        return ranges;
    }

    public static int HeaderEnd(byte[] file) => 12 + (int)Number(file, 8) + (2 * BackupFormat.HashBytes);

    /// <summary>Where each chunk of a part begins and ends, with its length word.</summary>
    public static List<Range> Chunks(byte[] file, Range part)
    {
        var chunks = new List<Range>();
        for (var at = part.Start.Value + 2 + file[part.Start.Value + 1]; at < part.End.Value; at = chunks[^1].End.Value)
            chunks.Add(at..(at + 4 + (int)(Number(file, at) & ~BackupFormat.LastChunk)));
        return chunks;
    }

    public static byte[] Joined(params byte[][] pieces) => [.. pieces.SelectMany(p => p)];

    private static uint Number(byte[] file, int at) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));

    private static Task WriteLines(Stream lines, IEnumerable<string> rows)
    {
        foreach (var row in rows)
            lines.Write(Encoding.UTF8.GetBytes(row + "\n"));
        return Task.CompletedTask;
    }
}
